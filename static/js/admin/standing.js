// While a file is made, or letters go, the part of the page that says how far it is, is fetched anew each second.
const SECOND = 1000;
const holder = document.querySelector("[data-standing-url]");

async function lookAgain() {
    let seen;
    try {
        const response = await fetch(holder.dataset.standingUrl, { headers: { "X-Requested-With": "fetch" } });
        if (!response.ok) throw new Error(response.statusText);
        seen = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("#standing");
    } catch {
        setTimeout(lookAgain, 5 * SECOND); // the network is away for a while: the page stays as it is
        return;
    }
    if (seen === null || seen.dataset.unfinished === "no") {
        window.location.reload();
        return;
    }
    const bar = holder.querySelector("progress");
    const fresh = seen.querySelector("progress");
    // Only what changed, so that the keyboard's place is kept.
    if (bar && fresh) bar.closest("p").replaceChildren(...fresh.closest("p").childNodes);
    for (const part of holder.querySelectorAll("[data-live]")) {
        const news = seen.querySelector(`[data-live="${part.dataset.live}"]`);
        const isNews = news && news.innerHTML !== part.innerHTML;
        if (isNews && !part.contains(document.activeElement)) part.replaceChildren(...news.childNodes);
    }
    setTimeout(lookAgain, SECOND);
}

setTimeout(lookAgain, SECOND);
