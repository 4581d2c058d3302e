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

// Passkeys (WebAuthn level 3): offered in the field of the address, and by a button. What a browser cannot do is not shown.
const passkey = document.querySelector('[data-passkey]')
if (passkey && window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  const form = passkey.querySelector('form')
  const problem = passkey.querySelector('[role=alert]')
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(passkey.dataset.passkey))
  let waiting = new AbortController()
  const ask = async (mediation) => {
    waiting.abort()
    waiting = new AbortController()
    const { signal } = waiting
    try {
      const credential = await navigator.credentials.get({ publicKey, mediation, signal })
      form.elements.credential.value = JSON.stringify(credential.toJSON())
      form.submit()
    } catch {
      // Left for another try, or by the person, who then tries another way.
      if (!signal.aborted && mediation !== 'conditional') problem.hidden = false
    }
  }
  passkey.hidden = false
  form.querySelector('button').addEventListener('click', () => {
    problem.hidden = true
    void ask('optional')
  })
  void PublicKeyCredential.isConditionalMediationAvailable?.().then((can) => can && ask('conditional'))
}
