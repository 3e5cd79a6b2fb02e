// A question that hangs on the answer to another, or on the category, folds away until that is given; the server decides
// the same.
const conditional = [...document.querySelectorAll("[data-shown-if], [data-asked-in]")];

const sections = new Set(conditional.map((part) => part.closest("fieldset")).filter(Boolean));

const answersTo = (form, name) =>
  [...form.elements]
    .filter((control) => control.name === name && (control.type === "select-one" || control.checked))
    .map((control) => control.value);

const isGiven = (part, name, wanted) =>
  wanted === undefined || answersTo(part.closest("form"), name).some((one) => wanted.split(" ").includes(one));

// In the order of the page: one that hangs on a folded one is folded, too.
const hangsOnFolded = ({ dataset: { shownIf } }) =>
  shownIf !== undefined && document.querySelector(`[hidden]:not(fieldset) [name="${CSS.escape(shownIf)}"]`) !== null;

const fold = () => {
  for (const part of conditional) {
    const { shownIf, shownIfAnswers, askedIn } = part.dataset;
    part.hidden = hangsOnFolded(part) || !isGiven(part, shownIf, shownIfAnswers) || !isGiven(part, "category", askedIn);
  }
  // A heading with nothing to answer under it.
  for (const section of sections) {
    section.hidden = ![...section.querySelectorAll("input, select, textarea")].some((one) => !one.closest("[hidden]:not(fieldset)"));
  }
};

if (conditional.length) {
  document.addEventListener("change", fold);
  fold();
}
