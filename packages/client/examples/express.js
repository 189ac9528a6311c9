import { requireFresh, requireSecondFactor } from '@sallyport/client/express'
import express from 'express'
import session from 'express-session'
import { checkPassword } from './users.js'

const { PORT = '3000', SESSION_SECRET, SALLYPORT_URL, SALLYPORT_API_KEY } = process.env
const origin = process.env.ORIGIN ?? `http://localhost:${PORT}`

const app = express()
app.use(session({ secret: SESSION_SECRET, resave: false, saveUninitialized: false }))
app.use(express.urlencoded())

app.get('/sign-in', (_request, response) => {
  response.send(
    '<form method="post">Name <input name="name"> Password <input name="password" type="password"> <button>Sign in</button></form>',
  )
})
app.post('/sign-in', (request, response, next) => {
  const { name, password } = request.body
  if (!checkPassword(name, password)) return response.status(401).send('No.')
  request.session.regenerate((error) => {
    if (error) return next(error)
    request.session.user = name
    response.redirect('/')
  })
})

// From here on nobody goes further without a second factor.
app.use(
  requireSecondFactor({
    url: SALLYPORT_URL,
    key: SALLYPORT_API_KEY,
    returnTo: `${origin}/second-factor`,
    account: (request) => request.session.user,
  }),
)

app.get('/', (request, response) => {
  if (!request.session.user) return response.redirect('/sign-in')
  response.send(
    `<h1>Hello, ${request.session.user}</h1><form method="post" action="/transfer"><button>Transfer</button></form>`,
  )
})
// One action that wants a proof not older than a minute.
app.post('/transfer', requireFresh({ maxAge: 60 }), (_request, response) => {
  response.send('<h1>Transferred</h1>')
})

app.listen(Number(PORT), 'localhost', () => console.log(`${origin} is open.`))
