"use strict";
// The terminal connects when the page has loaded; until then it has to know where to.
document.addEventListener("DOMContentLoaded", () => {
  const scheme = window.location.protocol === "https:" ? "wss:" : "ws:";
  document.getElementById("terminal").dataset.sessionWebsocketUrl =
    `${scheme}//${window.location.host}/ws`;
});
// The keys belong to the screens at once: nobody should have to click first. The terminal is made
// by the other script when the page has loaded, after this.
window.addEventListener("load", () => {
  setTimeout(() => document.querySelector(".xterm-helper-textarea").focus());
});
