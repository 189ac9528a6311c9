import type { Reach } from '../../schema.ts'

/** The address of the worker, and the pages that it may bring to the front. */
const worker = { script: '/phone/worker.js', scope: '/phone' } as const

/** Whether this browser can be called at all; on an iPhone only from the home screen. */
function canBeCalled(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis
}

/** Whether its owner may still be asked to let it ring. */
export function mayAskToCall(): boolean {
  return canBeCalled() && Notification.permission !== 'denied'
}

/** How this browser is called now; undefined where it is not. */
export async function currentReach(): Promise<Reach | undefined> {
  if (!canBeCalled() || Notification.permission !== 'granted') return undefined
  const registration = await navigator.serviceWorker.getRegistration(worker.scope)
  return reachOf(await registration?.pushManager.getSubscription())
}

/** Asks its owner, then has the browser's push service call it. `key`: who alone may. False where it may not ring. */
export async function allowCalls(key: string): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false
  await navigator.serviceWorker.register(worker.script, { scope: worker.scope })
  const { pushManager } = await navigator.serviceWorker.ready
  await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
  return true
}

function reachOf(subscription: PushSubscription | null | undefined): Reach | undefined {
  const { endpoint, keys } = subscription?.toJSON() ?? {}
  return endpoint && keys?.p256dh && keys.auth
    ? { endpoint, p256dh: keys.p256dh, auth: keys.auth }
    : undefined
}
