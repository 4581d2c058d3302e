// Goes on once the apps were told, or were given two seconds for it.
const frames = [...document.querySelectorAll('iframe')]
const told = frames.map((frame) => new Promise((done) => frame.addEventListener('load', done)))
const late = new Promise((done) => setTimeout(done, 2000))
Promise.race([Promise.all(told), late]).then(() => location.replace(document.querySelector('a.onward').href))
