// Shows what a part of a figure tells when it is pointed at or touched. Without this the browser's own
// tooltips show the same.
(function () {
  var tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.appendChild(tip);
  var told = new Map();
  var shown = null;
  document.querySelectorAll(".spots rect").forEach(function (spot) {
    told.set(spot, spot.textContent.split("\n"));
    spot.textContent = "";
  });
  function hide() {
    tip.hidden = true;
    if (shown) { shown.classList.remove("shown"); }
    shown = null;
  }
  function show(event) {
    var spot = event.target;
    if (!told.has(spot)) { hide(); return; }
    if (shown !== spot) {
      hide();
      tip.replaceChildren();
      told.get(spot).forEach(function (line) {
        var row = document.createElement("div");
        row.textContent = line;
        tip.appendChild(row);
      });
      tip.hidden = false;
      spot.classList.add("shown");
      shown = spot;
    }
    var right = document.documentElement.clientWidth - tip.offsetWidth - 8;
    var above = event.clientY - tip.offsetHeight - 14;
    tip.style.left = Math.max(8, Math.min(event.clientX + 14, right)) + "px";
    tip.style.top = (Math.sign(above) === -1 ? event.clientY + 18 : above) + "px";
  }
  document.addEventListener("pointerover", show);
  document.addEventListener("pointermove", show);
  document.addEventListener("pointerdown", show);
  document.addEventListener("scroll", hide, { passive: true });
})();
