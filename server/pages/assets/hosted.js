// Ticks off the rules of a new password while it is typed, and lets people see what they type. The server checks again.
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

for (const input of document.querySelectorAll('input[type=password]')) {
  const peek = document.createElement('button')
  peek.type = 'button'
  peek.className = 'peek'
  const show = (shown) => {
    input.type = shown ? 'text' : 'password'
    peek.textContent = shown ? 'Hide' : 'Show'
    peek.setAttribute('aria-label', `${peek.textContent} what you type`)
  }
  peek.addEventListener('click', () => show(input.type === 'password'))
  // Sent as a password again: browsers remember what stands in fields of text.
  input.form.addEventListener('submit', () => show(false))
  show(false)
  input.after(peek)
}
