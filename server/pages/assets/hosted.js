// Ticks off the rules of a new password while it is typed. The server checks them again, and more.
const checks = {
  length: (password, { least }) => [...password].length >= Number(least),
  number: (password) => /\p{N}/u.test(password),
  lower: (password) => /\p{Ll}/u.test(password),
  upper: (password) => /\p{Lu}/u.test(password),
  special: (password) => /[^\p{L}\p{N}\s]/u.test(password),
}

for (const input of document.querySelectorAll('[data-rules]')) {
  const rules = document.getElementById(input.dataset.rules).querySelectorAll('[data-rule]')
  const look = () => {
    for (const rule of rules) {
      const met = checks[rule.dataset.rule](input.value.normalize('NFC'), rule.dataset)
      rule.classList.toggle('met', met)
      rule.querySelector('[data-met]').hidden = !met
    }
  }
  input.addEventListener('input', look)
  look()
}
