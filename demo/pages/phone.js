const codes = document.getElementById('codes')
const empty = document.getElementById('empty')
const texts = document.getElementById('texts')
const messages = document.getElementById('messages')
const scan = document.getElementById('scan')
const leads = document.getElementById('leads')
const page = document.getElementById('page')

scan.addEventListener('click', async () => {
  scan.disabled = true
  await fetch('phone/scan', { method: 'POST' })
  await show()
})

async function show() {
  const state = await (await fetch('phone/screen')).json()
  scan.disabled = !state.waiting
  empty.hidden = state.codes.length > 0 || state.page !== null
  leads.hidden = state.page === null
  if (state.page !== null) page.href = state.page
  codes.replaceChildren(...state.codes.map(row))
  texts.hidden = state.messages.length === 0
  if (messages.children.length !== state.messages.length)
    messages.replaceChildren(...state.messages.map((message) => text('li', 'bubble', message)))
}

function row({ issuer, account, code, left, period }) {
  const item = document.createElement('li')
  item.append(
    text('span', 'issuer', issuer),
    text('span', 'account', account),
    text('strong', 'code', `${code.slice(0, code.length / 2)} ${code.slice(code.length / 2)}`),
    clock(left, period),
  )
  item.dataset.code = code
  return item
}

function clock(left, period) {
  const meter = document.createElement('meter')
  meter.max = period
  meter.value = left
  meter.low = 6
  meter.setAttribute('aria-label', `new code in ${left} seconds`)
  return meter
}

function text(tag, name, content) {
  const element = document.createElement(tag)
  element.className = name
  element.textContent = content
  return element
}

await show()
setInterval(show, 1000)
