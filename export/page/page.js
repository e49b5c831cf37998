"use strict";
// Shows what belongs together: a claim's words in the article and its card,
// while the pointer is on either, or once its link was followed. Every link
// works without this.
let lit = "";
let pinned = "";
function light(claim) {
  if (claim === lit) return;
  for (const part of document.querySelectorAll(".lit")) part.classList.remove("lit");
  lit = claim;
  if (claim === "") return;
  for (const part of document.querySelectorAll(`[data-c~="${CSS.escape(claim)}"]`)) part.classList.add("lit");
}
// The last number is that of the innermost claim.
function claimOf(target) {
  const part = target instanceof Element && target.closest("[data-c]");
  return part ? part.dataset.c.split(" ").pop() : "";
}
function pin() {
  const target = document.getElementById(location.hash.slice(1));
  pinned = target && /^[ct]/.test(target.id) ? claimOf(target) : "";
  light(pinned);
}
document.addEventListener("pointerover", event => light(claimOf(event.target) || pinned));
document.addEventListener("focusin", event => light(claimOf(event.target) || pinned));
document.addEventListener("click", event => {
  if (event.target.closest("a, label, input") || String(getSelection())) return;
  const claim = claimOf(event.target);
  if (claim === "") return;
  const other = event.target.closest(".words") ? "c" : "t";
  document.getElementById(other + claim)?.scrollIntoView({block: "nearest"});
});
addEventListener("hashchange", pin);
pin();
