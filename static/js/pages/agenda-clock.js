// Marks what is on now and what comes next, by the conference's clock: the server says how far that is ahead of ours.
const MINUTE = 60_000;
const clock = document.querySelector("[data-clock]");

const now = () => Date.now() + Number(clock.dataset.offset) * 1000;

const venueDay = (moment) => new Intl.DateTimeFormat("sv-SE", { timeZone: clock.dataset.zone }).format(moment);

const sessions = () =>
  [...document.querySelectorAll("[data-session]")].map((element) => {
    const [begins, ends] = element.dataset.session.split("/").map((text) => Date.parse(text));
    return { element, begins, ends };
  });

const held = (all) => all.filter(({ element }) => !element.classList.contains("session-cancelled"));

const label = (element, word) => {
  let line = element.querySelector(".session-label");
  if (!line) {
    line = document.createElement("p");
    line.className = "label session-label session-label-made";
    element.prepend(line);
  }
  const mark = document.createElement("span");
  mark.className = "session-label-now";
  mark.textContent = word;
  line.append(mark);
};

const clear = () => {
  document.querySelectorAll(".session-label-made").forEach((line) => line.remove());
  document.querySelectorAll("[data-session] .session-label-now").forEach((mark) => mark.remove());
  document.querySelectorAll(".session-now").forEach((element) => element.classList.remove("session-now"));
};

const titleOf = (element) => element.querySelector(".session-title").textContent.trim();

const pointTo = (word, found, today) => {
  const line = clock.querySelector("[data-what-is-on]");
  const days = clock.dataset.days.split(" ");
  line.hidden = !found.length && !(days.includes(today) && !document.getElementById(`day-${today}`));
  if (line.hidden) return;
  const link = line.querySelector("a");
  if (!found.length) {
    link.href = `${clock.dataset.agenda}?day=${today}#now`;
    link.textContent = clock.dataset.now;
    return;
  }
  document.querySelectorAll("#now").forEach((element) => element.removeAttribute("id"));
  found[0].element.id = "now";
  link.href = "#now";
  link.textContent = found.length === 1 ? `${word}: ${titleOf(found[0].element)}` : word;
};

const mark = () => {
  clear();
  const moment = now();
  const today = venueDay(moment);
  const all = held(sessions());
  const on = all.filter(({ begins, ends }) => begins <= moment && moment < ends);
  const later = all.filter(({ begins }) => begins > moment && venueDay(begins) === today);
  const soon = Math.min(...later.map(({ begins }) => begins));
  const next = later.filter(({ begins }) => begins === soon);
  on.forEach(({ element }) => {
    element.classList.add("session-now");
    label(element, clock.dataset.now);
  });
  next.forEach(({ element }) => label(element, clock.dataset.next));
  pointTo(on.length ? clock.dataset.now : clock.dataset.next, on.length ? on : next, today);
};

if (clock) {
  mark();
  if (location.hash === "#now") document.getElementById("now")?.scrollIntoView();
  document.addEventListener("agenda:shown", mark);
  setTimeout(() => {
    mark();
    setInterval(mark, MINUTE);
  }, MINUTE - (now() % MINUTE));
}
