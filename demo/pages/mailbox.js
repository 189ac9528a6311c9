const list = document.getElementById('messages')
const empty = document.getElementById('empty')
let known = -1

async function show() {
  const { messages } = await (await fetch('mailbox/messages')).json()
  if (messages.length === known) return
  known = messages.length
  empty.hidden = known > 0
  list.replaceChildren(...messages.toReversed().map(letter))
}

function letter({ subject, text }) {
  const details = document.createElement('details')
  const summary = document.createElement('summary')
  const body = document.createElement('pre')
  summary.textContent = subject
  body.textContent = text
  details.append(summary, body)
  return details
}

await show()
setInterval(show, 2000)
