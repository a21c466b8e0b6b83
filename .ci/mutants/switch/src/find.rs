//! The parts of a file that a mutant can change, and where they are.

use proc_macro2::{LineColumn, Span};
use std::ops::Range;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// A file, and where its lines begin.
pub struct Text {
    pub all: String,
    lines: Vec<usize>,
}

impl Text {
    pub fn new(all: String) -> Self {
        let lines =
            std::iter::once(0).chain(all.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { all, lines }
    }

    /// The byte at a line and column, both from 1.
    pub fn byte(&self, (line, column): (usize, usize)) -> usize {
        let start = self.lines[line - 1];
        let mut letters = self.all[start..].char_indices();
        letters.nth(column - 1).map_or(self.all.len(), |(at, _)| start + at)
    }

    fn range(&self, span: Span) -> Range<usize> {
        let byte = |it: LineColumn| self.byte((it.line, it.column + 1));
        byte(span.start())..byte(span.end())
    }
}

/// A part that can be changed.
#[derive(Clone, PartialEq)]
pub struct Node {
    /// What an edit replaces.
    pub range: Range<usize>,
    /// Where cargo-mutants says that it is.
    pub at: usize,
    pub shape: Shape,
}

#[derive(Clone, PartialEq)]
pub enum Shape {
    Binary {
        left: Range<usize>,
        right: Range<usize>,
        operator: String,
    },
    Unary {
        operand: Range<usize>,
    },
    /// A field of a struct that takes the others from `base`.
    Field {
        name: String,
        base: Range<usize>,
        is_short: bool,
    },
    Arm {
        guard: Option<Range<usize>>,
    },
}

impl Shape {
    /// What cargo-mutants calls a mutant of it.
    pub fn genre(&self) -> &'static str {
        match self {
            Self::Binary { .. } => "BinaryOperator",
            Self::Unary { .. } => "UnaryOperator",
            Self::Field { .. } => "StructField",
            Self::Arm { .. } => "MatchArm",
        }
    }
}

/// Every such part of a file.
pub fn find_nodes(text: &Text) -> Vec<Node> {
    let parsed = syn::parse_file(&text.all).expect("a file that compiles");
    let mut finder = Finder { text, nodes: Vec::new(), n_constants: 0 };
    finder.visit_file(&parsed);
    finder.nodes
}

struct Finder<'a> {
    text: &'a Text,
    nodes: Vec<Node>,
    /// Constants around what is looked at: they are worked out before a switch can be set.
    n_constants: usize,
}

impl Finder<'_> {
    fn push(&mut self, range: Range<usize>, at: usize, shape: Shape) {
        if self.n_constants == 0 {
            self.nodes.push(Node { range, at, shape });
        }
    }

    fn in_constant(&mut self, visit: impl FnOnce(&mut Self)) {
        self.n_constants += 1;
        visit(self);
        self.n_constants -= 1;
    }
}

/// Whether an expression binds a name: such a one cannot stand in parentheses.
fn has_let(expression: &syn::Expr) -> bool {
    match expression {
        syn::Expr::Let(_) => true,
        syn::Expr::Binary(it) => has_let(&it.left) || has_let(&it.right),
        _ => false,
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_const(&mut self, it: &'ast syn::ItemConst) {
        self.in_constant(|finder| visit::visit_item_const(finder, it));
    }

    fn visit_item_static(&mut self, it: &'ast syn::ItemStatic) {
        self.in_constant(|finder| visit::visit_item_static(finder, it));
    }

    fn visit_impl_item_const(&mut self, it: &'ast syn::ImplItemConst) {
        self.in_constant(|finder| visit::visit_impl_item_const(finder, it));
    }

    fn visit_type_array(&mut self, it: &'ast syn::TypeArray) {
        self.in_constant(|finder| visit::visit_type_array(finder, it));
    }

    fn visit_expr_repeat(&mut self, it: &'ast syn::ExprRepeat) {
        self.visit_expr(&it.expr);
        self.in_constant(|finder| finder.visit_expr(&it.len));
    }

    fn visit_expr_const(&mut self, it: &'ast syn::ExprConst) {
        self.in_constant(|finder| visit::visit_expr_const(finder, it));
    }

    fn visit_expr_binary(&mut self, it: &'ast syn::ExprBinary) {
        let operator = self.text.range(it.op.span());
        let (left, right) = (self.text.range(it.left.span()), self.text.range(it.right.span()));
        if !has_let(&it.left) && !has_let(&it.right) {
            let (range, at) = (left.start..right.end, operator.start);
            let operator = self.text.all[operator].to_owned();
            self.push(range, at, Shape::Binary { left, right, operator });
        }
        visit::visit_expr_binary(self, it);
    }

    fn visit_expr_unary(&mut self, it: &'ast syn::ExprUnary) {
        let range = self.text.range(it.span());
        let operand = self.text.range(it.expr.span());
        let at = range.start;
        self.push(range, at, Shape::Unary { operand });
        visit::visit_expr_unary(self, it);
    }

    fn visit_expr_struct(&mut self, it: &'ast syn::ExprStruct) {
        for field in &it.fields {
            let (Some(base), syn::Member::Named(name)) = (&it.rest, &field.member) else {
                continue;
            };
            let whole = self.text.range(field.span());
            let is_short = field.colon_token.is_none();
            let range = if is_short { whole.clone() } else { self.text.range(field.expr.span()) };
            let (name, base) = (name.to_string(), self.text.range(base.span()));
            self.push(range, whole.start, Shape::Field { name, base, is_short });
        }
        visit::visit_expr_struct(self, it);
    }

    fn visit_arm(&mut self, it: &'ast syn::Arm) {
        let at = self.text.range(it.span()).start;
        let after = self.text.range(it.pat.span()).end;
        let guard = it.guard.as_ref().map(|(_, guard)| self.text.range(guard.span()));
        let range = after..guard.as_ref().map_or(after, |it| it.end);
        self.push(range, at, Shape::Arm { guard });
        visit::visit_arm(self, it);
    }
}
