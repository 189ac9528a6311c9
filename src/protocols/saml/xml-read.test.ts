import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import { fromForm, fromQuery } from './bindings.ts'
import { childOf, ofMetadata, readXml, textOf } from './xml-read.ts'
import { element } from './xml-write.ts'

const malformed = { code: 'saml.malformed' }

test('A-080: what two readers could take differently is not read', () => {
  for (const xml of [
    '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
    '<!DOCTYPE a><a/>',
    '<a><?php x ?></a>',
    '<?xml version="1.0"?><?xml-stylesheet href="x"?><a/>',
    '<a><!-- x --></a>',
    '<a><![CDATA[x]]></a>',
    '<a ID="x"><b ID="x"/></a>',
    '<a ID="x"><b Id="x"/></a>',
    '<a b="1" b="2"/>',
    '<p:a xmlns:p="x" xmlns:q="x" p:b="1" q:b="2"/>',
    '<p:a/>',
    '<a>&e;</a>',
    '<a><b></a></b>',
    '<a/><b/>',
    '<a/>x',
    '',
    'x',
  ])
    assert.throws(() => readXml(xml), malformed, xml)
})

test('A-080: what is long, deep or wide costs nothing', () => {
  const began = performance.now()
  for (const xml of [
    `<a>${'x'.repeat(300_000)}</a>`,
    `${'<a>'.repeat(1000)}${'</a>'.repeat(1000)}`,
    `<a>${'<b/>'.repeat(600)}</a>`,
    `<a>${'&lt;'.repeat(9000)}</a>`,
    `<a ${Array.from({ length: 1000 }, (_, at) => `b${at}=""`).join(' ')}/>`,
  ])
    assert.throws(() => readXml(xml), malformed)
  assert.ok(performance.now() - began < 500)
})

test('a text in pieces is not joined: comments cut no names (ruby-saml, CVE-2018-0489)', () => {
  const commented = readXml('<a xmlns="x"><b>admin@example.com<!---->.evil.example</b></a>', ofMetadata)
  const b = childOf(commented, 'x', 'b')
  assert.ok(b)
  assert.throws(() => textOf(b), malformed)
})

test('V-93: a bomb is not unpacked', () => {
  const bomb = deflateRawSync(Buffer.alloc(50_000_000, 0x20)).toString('base64')
  assert.throws(() => fromQuery(`SAMLRequest=${encodeURIComponent(bomb)}`), malformed)
})

test('A-115: what is no Base64 is found out at once, however much white space is in it', () => {
  const began = performance.now()
  const spaces = '+'.repeat(60_000)
  for (const end of ['%21', '===', '==x'])
    assert.throws(() => fromForm(`SAMLRequest=${spaces}${end}`), malformed)
  assert.ok(performance.now() - began < 500)
  assert.equal(fromForm('SAMLRequest=PGEv+Pg%3D%3D%0A').xml, '<a/>')
})

test('A-084: nothing stands twice in a request, and RelayState is short', () => {
  const message = encodeURIComponent(deflateRawSync('<a/>').toString('base64'))
  for (const query of [
    '',
    `SAMLRequest=${message}&SAMLRequest=${message}`,
    `SAMLRequest=${message}&SAMLResponse=${message}`,
    `SAMLRequest=${message}&SigAlg=x`,
    `SAMLRequest=${message}&Signature=eA%3D%3D`,
    `SAMLRequest=${message}&RelayState=${'x'.repeat(1025)}`,
    'SAMLRequest=%',
    'SAMLRequest=<>',
  ])
    assert.throws(() => fromQuery(query), malformed, query.slice(0, 100))
  assert.throws(() => fromForm('SAMLRequest=PGEvPg%3D%3D&SAMLRequest=PGEvPg%3D%3D'), malformed)
  assert.equal(fromQuery(`SAMLRequest=${message}`).xml, '<a/>')
})

test('A-087: a value is a value, whatever it says', () => {
  const value = '</b><c role="admin">&amp;\r\n\t\u0000\ud800]]>'
  const { markup } = element('a', { x: value }, element('b', {}, value))
  const read = readXml(markup)
  assert.equal(read.childNodes.length, 1)
  assert.equal(read.getAttribute('x'), value.replace('\u0000', '\ufffd').replace('\ud800', '\ufffd'))
})
