const element = (id) => document.getElementById(id)
const send = async (path, body) => {
  const headers = body ? { 'content-type': 'application/json' } : {}
  const response = await fetch(`drawer/${path}`, {
    method: 'POST',
    headers,
    body: body && JSON.stringify(body),
  })
  return response.json()
}

element('press').addEventListener('click', async () => {
  const { code } = await send('press')
  element('display').textContent = code
})

element('ask').addEventListener('submit', async (event) => {
  event.preventDefault()
  const { answer } = await send('answer', { question: element('question').value.replaceAll(' ', '') })
  element('answer').textContent = answer
})

element('touch').addEventListener('click', async () => {
  const { typed } = await send('touch')
  element('typed').textContent = typed
  await navigator.clipboard?.writeText(typed).catch(() => undefined)
})

async function show() {
  const { serials, shown } = await (await fetch('drawer/contents')).json()
  for (const [kind, serial] of Object.entries(serials)) element(`serial-${kind}`).textContent = serial
  if (element('shown').textContent !== shown) element('shown').textContent = shown
}

await show()
setInterval(show, 1000)
