const { serial } = await (await fetch('drawer/contents')).json()
document.getElementById('serial').textContent = serial

document.getElementById('press').addEventListener('click', async () => {
  const { code } = await (await fetch('drawer/press', { method: 'POST' })).json()
  document.getElementById('display').textContent = code
})

document.getElementById('touch').addEventListener('click', async () => {
  const { typed } = await (await fetch('drawer/touch', { method: 'POST' })).json()
  document.getElementById('typed').textContent = typed
  await navigator.clipboard?.writeText(typed).catch(() => undefined)
})
