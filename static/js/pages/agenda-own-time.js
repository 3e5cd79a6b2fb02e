// The visitor's own time beside the venue's, where the two differ and the visitor asks for it. It is remembered in the
// page's address and nowhere else.
const KEY = "time";
const button = document.querySelector("[data-own-time]");
const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
// “Thu 20 June” and not “Thu, Jun 20”.
const language = document.documentElement.lang.replace(/^en$/, "en-GB");

const momentsOf = (element) => element.dataset.hours.split("/").map((text) => new Date(text));

const part = (moment, timeZone, options) => new Intl.DateTimeFormat(language, { timeZone, ...options }).format(moment);

const clockOf = (moment, timeZone) => part(moment, timeZone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

const dateOf = (moment, timeZone) => new Intl.DateTimeFormat("sv-SE", { timeZone }).format(moment);

const differs = (elements, venue) =>
  elements.some((element) => {
    const [begins] = momentsOf(element);
    return clockOf(begins, ownZone) !== clockOf(begins, venue) || dateOf(begins, ownZone) !== dateOf(begins, venue);
  });

const city = (zone) => zone.split("/").at(-1).replaceAll("_", " ");

const ownText = (element, venue) => {
  const moments = momentsOf(element);
  const hours = moments.map((moment) => clockOf(moment, ownZone)).join("–");
  const isOtherDay = dateOf(moments[0], ownZone) !== dateOf(moments[0], venue);
  const day = isOtherDay ? `${part(moments[0], ownZone, { weekday: "short", day: "numeric", month: "short" })}, ` : "";
  return `${day}${hours} ${city(ownZone)}`;
};

const keep = (isShown) => {
  const address = new URL(location.href);
  if (isShown) address.searchParams.set(KEY, "own");
  else address.searchParams.delete(KEY);
  history.replaceState(history.state, "", address);
  // The days are other pages: the choice goes with the visitor.
  document.querySelectorAll(".agenda-days a").forEach((link) => {
    const url = new URL(link.href);
    if (isShown) url.searchParams.set(KEY, "own");
    else url.searchParams.delete(KEY);
    link.href = url;
  });
};

const show = (isShown) => {
  document.querySelectorAll(".agenda-own-hours").forEach((element) => element.remove());
  button.setAttribute("aria-pressed", String(isShown));
  keep(isShown);
  if (!isShown) return;
  document.querySelectorAll("[data-hours]").forEach((element) => {
    const own = document.createElement("span");
    own.className = "agenda-own-hours";
    own.textContent = ownText(element, button.dataset.zone);
    element.after(own);
  });
};

if (button && ownZone) {
  const isAsked = () => new URL(location.href).searchParams.get(KEY) === "own";
  const offer = () => {
    button.hidden = !differs([...document.querySelectorAll("[data-hours]")], button.dataset.zone);
    if (!button.hidden && isAsked()) show(true);
  };
  button.textContent = `${button.dataset.text} (${city(ownZone)})`;
  button.addEventListener("click", () => show(button.getAttribute("aria-pressed") !== "true"));
  document.addEventListener("agenda:shown", offer);
  offer();
}
