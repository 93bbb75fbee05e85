/* The words of the phone's page, which its templates hold, and small pieces made of them. */
export const template = (name) => document.querySelector(`template[data-words="${name}"]`);
export const words = (name) => template(name).content.textContent;
export const clone = (name) => template(name).content.firstElementChild.cloneNode(true);
export const made = (tag, text = "", look = "") => Object.assign(document.createElement(tag), { textContent: text, className: look });
