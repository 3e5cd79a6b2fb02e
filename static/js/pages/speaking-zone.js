// The browser's time zone, offered and not taken: the speaker's press saves it. Without this the page has its own form.
const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const city = (zone) => zone.split("/").at(-1).replaceAll("_", " ");

document.querySelectorAll("[data-zone-offer]").forEach((form) => {
  if (!ownZone || !ownZone.includes("/") || ownZone === form.dataset.venue || ownZone.startsWith("Etc/")) return;
  form.elements.time_zone.value = ownZone;
  form.querySelector("[data-zone-name]").textContent = city(ownZone);
  form.hidden = false;
});
