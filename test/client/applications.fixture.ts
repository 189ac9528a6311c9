import 'reflect-metadata'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import fastifyCookie from '@fastify/cookie'
import fastifySession from '@fastify/session'
import { Controller, Get, HttpCode, type MiddlewareConsumer, Module, Post, Req } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import * as withExpress from '@sallyport/client/express'
import * as withFastify from '@sallyport/client/fastify'
import * as withHono from '@sallyport/client/hono'
import * as withKoa from '@sallyport/client/koa'
import * as withNest from '@sallyport/client/nest'
import { secondFactor } from '@sallyport/client/next'
import express from 'express'
import expressSession from 'express-session'
import Fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import koaSession from 'koa-session'

/** What every application of these tests is told of the server. */
export interface Settings {
  readonly url: string
  readonly key: string
  readonly returnTo: string
  readonly timeout?: number
  readonly keep?: 'session' | 'cookie'
}

/** An application that others wrote, with a sign-in of its own and our gate before it. */
export interface Application {
  send(request: Request): Promise<Response>
  close(): Promise<void>
}

export type Open = (settings: Settings) => Promise<Application>

const secret = 'a secret of these tests, and long enough'
const fresh = { maxAge: 60 }

/** The sign-in of the applications, as far as it matters here: a cookie says who it is. */
function userIn(cookies: string | undefined): string | undefined {
  return /(?:^|; )user=(\w+)/.exec(cookies ?? '')?.[1]
}

const openExpress: Open = async (settings) => {
  const app = express()
  app.use(expressSession({ secret, resave: false, saveUninitialized: false }))
  app.use(
    withExpress.requireSecondFactor<express.Request>({
      ...settings,
      account: (request) => userIn(request.headers.cookie),
    }),
  )
  app.get('/', (request, response) => {
    response.send(inside(withExpress.admissionOf(request)))
  })
  app.post('/pay', withExpress.requireFresh(fresh), (_request, response) => {
    response.send('paid')
  })
  app.post('/sign-out', async (request, response) => {
    await withExpress.signOut(request)
    response.send('out')
  })
  return listening(createServer(app))
}

const openKoa: Open = async (settings) => {
  const app = new Koa()
  app.keys = [secret]
  app.use(koaSession(app))
  app.use(
    withKoa.requireSecondFactor<Koa.Context>({
      ...settings,
      account: (context) => userIn(context.get('cookie')),
    }),
  )
  const pay = withKoa.requireFresh(fresh)
  app.use(async (context) => {
    if (context.path === '/sign-out') {
      await withKoa.signOut(context)
      context.body = 'out'
    } else if (context.path === '/pay') {
      await pay(context, async () => {
        context.body = 'paid'
      })
    } else context.body = inside(withKoa.admissionOf(context))
  })
  return listening(createServer(app.callback()))
}

const openFastify: Open = async (settings) => {
  const app = Fastify()
  await app.register(fastifyCookie)
  await app.register(fastifySession, { secret, cookie: { secure: false } })
  app.addHook(
    'preHandler',
    withFastify.requireSecondFactor({
      ...settings,
      account: (request) => userIn(String(request.headers.cookie)),
    }),
  )
  app.get('/', async (request) => inside(withFastify.admissionOf(request)))
  app.post('/pay', { preHandler: withFastify.requireFresh(fresh) }, async () => 'paid')
  app.post('/sign-out', async (request) => {
    await withFastify.signOut(request)
    return 'out'
  })
  await app.ready()
  return listening(app.server)
}

const openHono: Open = async (settings) => {
  const app = new Hono()
  app.use(
    withHono.requireSecondFactor({
      ...settings,
      account: (context) => userIn(context.req.raw.headers.get('cookie') ?? undefined),
    }),
  )
  app.get('/', (context) => context.text(inside(withHono.admissionOf(context))))
  app.post('/pay', withHono.requireFresh(fresh), (context) => context.text('paid'))
  app.post('/sign-out', async (context) => {
    await withHono.signOut(context)
    return context.text('out')
  })
  return { send: async (request) => app.fetch(request), close: async () => undefined }
}

/** Without the decorators' own syntax, which Node does not read; they are functions all the same. */
const openNest: Open = async (settings) => {
  class Shop {
    home(request: express.Request) {
      return inside(withNest.admissionOf(request))
    }
    pay() {
      return 'paid'
    }
    async out(request: express.Request) {
      await withNest.signOut(request)
      return 'out'
    }
  }
  Controller()(Shop)
  route(Shop, 'home', Get('/'))
  route(Shop, 'pay', Post('/pay'))
  route(Shop, 'out', Post('/sign-out'))
  route(Shop, 'pay', HttpCode(200))
  route(Shop, 'out', HttpCode(200))
  Req()(Shop.prototype, 'home', 0)
  Req()(Shop.prototype, 'out', 0)
  class Root {
    configure(consumer: MiddlewareConsumer) {
      consumer.apply(withNest.requireFresh(fresh)).forRoutes('pay')
    }
  }
  Module({ controllers: [Shop] })(Root)
  const app = await NestFactory.create(Root, { logger: false })
  app.use(expressSession({ secret, resave: false, saveUninitialized: false }))
  app.use(
    withNest.requireSecondFactor<express.Request>({
      ...settings,
      account: (request) => userIn(request.headers.cookie),
    }),
  )
  await app.init()
  return listening(app.getHttpServer())
}

function route(of: { readonly prototype: object }, name: string, decorate: MethodDecorator): void {
  const descriptor = Object.getOwnPropertyDescriptor(of.prototype, name)
  if (descriptor) decorate(of.prototype, name, descriptor)
}

/** Next.js calls its middleware and its route handlers with standard requests, and takes standard responses. */
const openNext: Open = async (settings) => {
  const guard = secondFactor({
    ...settings,
    account: (request) => userIn(request.headers.get('cookie') ?? undefined),
  })
  const home = guard.route((_request, { admission }) => new Response(inside(admission)))
  const pay = guard.route(() => new Response('paid'), fresh)
  const out = guard.route(async (request) => {
    const response = new Response('out')
    for (const line of await guard.signOut(request)) response.headers.append('set-cookie', line)
    return response
  })
  return {
    async send(request) {
      const routes: Readonly<Record<string, typeof home>> = { '/': home, '/pay': pay, '/sign-out': out }
      const { pathname } = new URL(request.url)
      const answered = await guard.middleware(request)
      return answered ?? (await routes[pathname]?.(request, {})) ?? new Response('', { status: 404 })
    },
    close: async () => undefined,
  }
}

export const applications: Readonly<Record<string, Open>> = {
  Express: openExpress,
  'Express with a cookie': (settings) => openExpress({ ...settings, keep: 'cookie' }),
  Fastify: openFastify,
  NestJS: openNest,
  Koa: openKoa,
  Hono: openHono,
  'Next.js': openNext,
}

export function inside(
  admission: { readonly account: { readonly name: string }; readonly assurance: number } | undefined,
) {
  return admission ? `${admission.account.name} by ${admission.assurance}` : 'nobody'
}

export async function listening(server: Server): Promise<Application> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    send: (request) => sendTo(port, request),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** As a browser sends it: `fetch` would say by itself that no page is looked for. */
export async function sendTo(port: number, asked: Request): Promise<Response> {
  const { url, method, headers } = asked
  const { pathname, search } = new URL(url)
  const body = Buffer.from(await asked.arrayBuffer())
  return new Promise((resolve, reject) => {
    const length = body.length > 0 ? { 'content-length': String(body.length) } : {}
    const to = { host: '127.0.0.1', port, path: `${pathname}${search}`, method }
    const sent = request(
      { ...to, headers: { ...Object.fromEntries(headers), ...length } },
      async (answer) => {
        const chunks: Buffer[] = []
        for await (const chunk of answer) chunks.push(chunk as Buffer)
        const named = new Headers()
        for (const [name, value] of Object.entries(answer.headers))
          for (const one of [value ?? []].flat()) named.append(name, one)
        const given = chunks.length > 0 ? Buffer.concat(chunks) : null
        resolve(new Response(given, { status: answer.statusCode ?? 0, headers: named }))
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
