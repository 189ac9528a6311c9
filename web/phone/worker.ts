const worker = globalThis as unknown as ServiceWorkerGlobalScope

/** Shows that somebody signs in, and opens the page that answers. It keeps no page and no answer: nothing here is ever stale. */
worker.addEventListener('push', (event) => event.waitUntil(show(event.data)))
worker.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open())
})

interface Call {
  readonly title: string
  readonly text: string
}

/** One notification at a time: the newest question is the only one that stands. */
async function show(data: PushMessageData | null): Promise<void> {
  const { title, text }: Call = data?.json() ?? { title: 'Sallyport', text: '' }
  await worker.registration.showNotification(title, {
    body: text,
    tag: 'question',
    icon: '/phone/icon-192.png',
    badge: '/phone/icon-192.png',
    requireInteraction: true,
  })
}

async function open(): Promise<void> {
  const pages = await worker.clients.matchAll({ type: 'window' })
  const page = pages.find(({ url }) => new URL(url).pathname === '/phone')
  if (page) await page.focus()
  else await worker.clients.openWindow('/phone')
}
