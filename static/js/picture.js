// An arrow or a box of the composer's picture presses the button that stands for it in words.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('.picture a[href^="#"]');
  const button = link && document.getElementById(`show-${link.getAttribute("href").slice(1)}`);
  if (button) {
    event.preventDefault();
    button.click();
  }
});
