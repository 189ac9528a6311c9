import { secondFactor } from '@sallyport/client/next'

/** The sign-in of this application, as far as it matters here: a cookie says who it is. */
function userIn(cookies) {
  return /(?:^|; )user=(\w+)/.exec(cookies ?? '')?.[1]
}

export const guard = secondFactor({
  url: process.env.SALLYPORT_URL,
  key: process.env.SALLYPORT_API_KEY,
  returnTo: process.env.SHOP_RETURN_TO,
  timeout: Number(process.env.SALLYPORT_TIMEOUT) || undefined,
  account: (request) => userIn(request.headers.get('cookie')),
})
