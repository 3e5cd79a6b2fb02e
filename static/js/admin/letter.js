// Once a preview was asked for, it follows what is typed. Without script the button shows it anew.
const PAUSE = 700;
const form = document.querySelector(".letter-form");
const samples = document.querySelector("#samples");
let timer = 0;
let latest = 0;

async function showAnew() {
    const mine = ++latest;
    const typed = new FormData(form);
    typed.set("preview", "1");
    try {
        const response = await fetch(window.location.pathname, { method: "POST", body: typed });
        if (!response.ok || response.redirected || mine !== latest) return;
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        const fresh = page.querySelector("#samples");
        if (fresh && mine === latest) samples.replaceChildren(...fresh.childNodes);
    } catch {
        // The network is away: what stands there stays, and the button says so plainly.
    }
}

function soon() {
    if (samples.dataset.live !== "yes") return;
    clearTimeout(timer);
    timer = setTimeout(showAnew, PAUSE);
}

if (form && samples) {
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
}
