// What is looked for stands out: the other cards are dimmed, none is taken away.
const form = document.querySelector("[data-filter]");

const isWanted = (card, words, topic) =>
  words.every((word) => card.dataset.text.includes(word)) && (!topic || card.dataset.topic === topic);

// The days keep what was asked for.
function keepInLinks(board, asked) {
  for (const link of board.querySelectorAll(".board-days a")) {
    const url = new URL(link.href);
    for (const [name, value] of Object.entries(asked)) {
      if (value) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
    }
    link.href = url;
  }
}

export function filter(board) {
  const asked = { q: form.elements.q.value.trim(), topic: form.elements.topic?.value ?? "" };
  const words = asked.q.toLowerCase().split(/\s+/).filter(Boolean);
  const cards = [...board.querySelectorAll(".board-card")];
  for (const card of cards) card.classList.toggle("is-dimmed", !isWanted(card, words, asked.topic));
  const counted = cards.filter((card) => !card.hasAttribute("aria-hidden"));
  const found = counted.filter((card) => !card.classList.contains("is-dimmed")).length;
  const text = board.dataset.wordsFound.replace("{count}", found).replace("{all}", counted.length);
  form.querySelector("[data-found]").textContent = words.length || asked.topic ? text : "";
  keepInLinks(board, asked);
}

export function watchFilter(board) {
  form.addEventListener("input", () => filter(board));
  form.addEventListener("submit", (event) => event.preventDefault());
  filter(board);
}
