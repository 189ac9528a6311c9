import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer as createTlsServer } from 'node:https'
import { createServer, type Server } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { authorityFolder, rootAuthority, skipWithoutOpenssl } from '../../test/kit/authority.ts'
import { openOutbound, outbound } from './outbound.ts'

describe('A-072 ssrf: what is called for applications', () => {
  it('is neither this machine nor where clouds tell secrets, however the address is spelled', async () => {
    for (const host of [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '0.0.0.0',
      'localhost',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:a9fe:a9fe]',
      '[::127.0.0.1]',
      '[64:ff9b::7f00:1]',
      '[fe80::1]',
      '[fd00:ec2::254]',
      '[fd20:ce::254]',
      '[fd00:c1::a9fe:a9fe]',
      '[64:ff9b:1::a9fe:a9fe]',
      '169.254.169.254',
      '100.100.100.200',
      '192.0.0.192',
      '168.63.129.16',
      '①②⑦.0.0.1',
    ])
      await assert.rejects(outbound(`https://${host}/keys`), /is not an address that we call/, host)
  })

  it('is never called in the clear, nor in another way than by HTTP', async () => {
    for (const url of ['http://wiki.example/', 'file:///etc/passwd', 'ftp://wiki.example/', 'data:,x'])
      await assert.rejects(outbound(url), /is not an address that we call/, url)
  })
})

describe('what whoever runs this machine has named', { skip: skipWithoutOpenssl }, () => {
  it('A-072: opens no way there for anybody else', async () => {
    const root = rootAuthority(authorityFolder())
    const own = root.issue({ subject: '/CN=localhost', extensions: ['subjectAltName = DNS:localhost'] })
    const [cert, key] = [readFileSync(own.file), readFileSync(own.keyFile)]
    const server = createTlsServer({ cert, key }, (_, response) => response.end('{}'))
    await new Promise<void>((resolve) => server.listen(0, resolve))
    const usual = getCACertificates('default')
    setDefaultCACertificates([...usual, readFileSync(root.file, 'utf8')])
    try {
      const { port } = server.address() as { readonly port: number }
      const url = `https://localhost:${port}/`
      assert.equal((await openOutbound([`localhost:${port}`])(url)).status, 200)
      await assert.rejects(outbound(url), /is not an address that we call/)
    } finally {
      setDefaultCACertificates(usual)
      server.close()
    }
  })
})

describe('an answer of somebody hostile', () => {
  let server: Server
  let answer = ''
  let url = ''
  let ask: ReturnType<typeof openOutbound>

  before(async () => {
    server = createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.end(answer))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { readonly port: number }
    url = `http://127.0.0.1:${port}/`
    ask = openOutbound([`127.0.0.1:${port}`])
  })
  after(() => server.close())

  it('A-072: is not followed to where it leads', async () => {
    answer = 'HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n'
    assert.equal((await ask(url)).status, 302)
  })

  it('F-22: fails alone, whatever its status says', async () => {
    for (const status of ['999', '600', '099', '000', '101']) {
      answer = `HTTP/1.1 ${status} Odd\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`
      await assert.rejects(ask(url, { signal: AbortSignal.timeout(2000) }), Error, status)
    }
    answer = 'HTTP/1.1 204 No Content\r\n\r\n'
    assert.equal((await ask(url)).status, 204)
  })

  it('A-115: is given up where it does not end', async () => {
    answer = `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(300_000)}`
    await assert.rejects(ask(url), /127\.0\.0\.1 answered with more than 262144 bytes/)
    answer = 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nx'
    await assert.rejects(ask(url))
  })
})
