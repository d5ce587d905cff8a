// Asks what is shown, waits for the next, and puts the page back where it was scrolled to. It builds no markup of texts.
"use strict";
const part = (id) => document.getElementById(id);
const frame = part("page");
let number = -1;
let page = 0;

function language(titles) {
  const asked = location.hash.slice(1);
  return asked in titles ? asked : Object.keys(titles)[0];
}

function say(words, wrong) {
  part("state").textContent = words;
  part("state").classList.toggle("is-wrong", wrong);
}

function list(mistakes) {
  part("mistakes").hidden = mistakes.length === 0;
  part("mistakes").querySelector("ol").replaceChildren(...mistakes.map((mistake) => {
    const item = document.createElement("li");
    item.textContent = mistake;
    return item;
  }));
  part("mistakes").querySelector("p").hidden = page === 0;
}

function languages(titles, shown) {
  const links = Object.keys(titles).map((code) => {
    const link = document.createElement("a");
    link.href = `#${code}`;
    link.textContent = code;
    if (code === shown) link.setAttribute("aria-current", "page");
    return link;
  });
  part("languages").replaceChildren(...(links.length > 1 ? links : []));
}

function open(address) {
  const at = frame.hidden ? 0 : frame.contentWindow.scrollY;
  frame.onload = () => frame.contentWindow.scrollTo({ top: at, behavior: "instant" });
  frame.hidden = false;
  frame.contentWindow.location.replace(address);
}

function show(state) {
  number = state.number;
  if (number === 0) return;
  const wrong = state.mistakes.length;
  if (state.page) {
    const shown = language(state.titles);
    if (page !== state.page || frame.dataset.language !== shown) open(`${shown}.html?${state.page}`);
    page = state.page;
    frame.dataset.language = shown;
    document.title = `Preview: ${state.titles[shown]}`;
    part("pdf").href = `${shown}.pdf`;
    part("pdf").hidden = false;
    languages(state.titles, shown);
  }
  list(state.mistakes);
  say(wrong ? `${wrong} ${wrong === 1 ? "mistake" : "mistakes"}` : "not published", wrong > 0);
}

async function follow() {
  for (;;) {
    try {
      const answer = await fetch(`state?after=${number}`);
      show(await answer.json());
    } catch {
      number = -1;
      page = 0;
      say("the preview has ended; start `sitrep preview` again", true);
      await new Promise((resume) => setTimeout(resume, 1000));
    }
  }
}

window.addEventListener("hashchange", () => location.reload());
follow();
