// A question that hangs on the answer to another folds away until that answer is given; the server decides the same.
const conditional = [...document.querySelectorAll("[data-shown-if]")];

const answersTo = (form, name) =>
  [...form.elements]
    .filter((control) => control.name === name && (control.type === "select-one" || control.checked))
    .map((control) => control.value);

// In the order of the page: one that hangs on a folded one is folded, too.
const fold = () => {
  for (const part of conditional) {
    const wanted = part.dataset.shownIfAnswers.split(" ");
    const upon = document.querySelector(`[data-shown-if] [name="${CSS.escape(part.dataset.shownIf)}"]`);
    const hangsOnFolded = upon?.closest("[data-shown-if]")?.hidden ?? false;
    part.hidden = hangsOnFolded || !answersTo(part.closest("form"), part.dataset.shownIf).some((one) => wanted.includes(one));
  }
};

if (conditional.length) {
  document.addEventListener("change", fold);
  fold();
}
