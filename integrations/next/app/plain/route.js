/** Guarded by the proxy alone. */
export const GET = () => new Response('open')
