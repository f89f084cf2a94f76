/* A link leads to another sign-in. It takes along whether this phone stays signed in, which a form
   would say by itself; but no form may lead to another site. */

const keep = document.querySelector("[name=keep][type=checkbox]");

for (const link of document.querySelectorAll("a[data-keeps]")) {
  link.addEventListener("click", () => {
    const address = new URL(link.href);
    if (keep?.checked) address.searchParams.set("keep", "y");
    else address.searchParams.delete("keep");
    link.href = address.href;
  });
}
