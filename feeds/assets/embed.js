/* Headlines of a Feedmill site on another page:
   <feedmill-headlines src="https://planet.example.org/all.json?limit=5&full=0">…</feedmill-headlines>
   What stands inside is shown until the headlines are there, and stays when they cannot be had.
   Makes elements and text, never markup, and no styles: any content security policy will do that
   names the site in script-src and connect-src. */
{
  const make = (name, text, given = {}) => {
    const element = document.createElement(name);
    element.textContent = text;
    return Object.assign(element, given);
  };
  const day = (when) => {
    try {
      return when.toLocaleDateString(document.documentElement.lang || [], { dateStyle: "medium" });
    } catch {
      return when.toLocaleDateString(); // the page says a language that is none
    }
  };
  const line = (story) => {
    const item = document.createElement("li");
    const web = /^https?:\/\//i.test(story.url);
    const title = make(web ? "a" : "span", story.title || story.url || "", { dir: "auto" });
    if (web) Object.assign(title, { href: story.url, rel: "noopener" });
    if (story.language) title.lang = story.language;
    const where = story._feedmill?.source?.title;
    const when = new Date(story.date_published);
    item.append(title);
    if (where) item.append(" ", make("span", where, { className: "feedmill-source" }));
    if (!isNaN(when)) {
      item.append(where ? ", " : " ", make("time", day(when), { dateTime: when.toISOString() }));
    }
    return item;
  };
  class Headlines extends HTMLElement {
    static observedAttributes = ["src", "limit"];
    #asking;
    connectedCallback() {
      // not before what stands inside has been read, which would be added after the headlines
      if (document.readyState === "loading")
        document.addEventListener("DOMContentLoaded", () => this.#show(), { once: true });
      else this.#show();
    }
    attributeChangedCallback() {
      if (this.#asking) this.#show();
    }
    disconnectedCallback() {
      this.#asking?.abort();
    }
    async #show() {
      this.#asking?.abort();
      const { signal } = (this.#asking = new AbortController());
      try {
        const answer = await fetch(this.getAttribute("src"), { signal, credentials: "omit" });
        const { items } = await answer.json();
        const list = make("ul", "", { className: "feedmill" });
        list.append(...items.slice(0, Number(this.getAttribute("limit")) || 10).map(line));
        this.replaceChildren(list);
        this.dispatchEvent(new Event("load"));
      } catch {
        if (!signal.aborted) this.dispatchEvent(new Event("error"));
      }
    }
  }
  if (!customElements.get("feedmill-headlines")) customElements.define("feedmill-headlines", Headlines);
}
