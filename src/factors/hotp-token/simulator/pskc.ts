import { parseOcraSuite } from '@sallyport/otp'
import { simulatorMark } from '../../../kernel/simulator-mark.ts'
import type { TokenMake } from './virtual-token.ts'

/** The file that comes with a box of tokens (RFC 6030), in clear. Its tokens are of the model "Sallyport simulator" (R9). */
export function pskcFile(tokens: readonly TokenMake[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">',
    ...tokens.flatMap(keyPackage),
    '</KeyContainer>',
    '',
  ].join('\n')
}

const algorithms = { event: 'hotp', time: 'totp', challenge: 'ocra' } as const

function keyPackage(token: TokenMake): readonly string[] {
  const algorithm = `urn:ietf:params:xml:ns:keyprov:pskc:${algorithms[token.kind]}`
  return [
    '  <KeyPackage>',
    '    <DeviceInfo>',
    `      <SerialNo>${token.serial}</SerialNo>`,
    `      <Model>${simulatorMark}</Model>`,
    '    </DeviceInfo>',
    `    <Key Id="${token.serial}" Algorithm="${algorithm}">`,
    `      <AlgorithmParameters>${parametersOf(token)}</AlgorithmParameters>`,
    `      <Data>${dataOf(token)}</Data>`,
    '    </Key>',
    '  </KeyPackage>',
  ]
}

function parametersOf({ suite: text, digits }: TokenMake): string {
  if (text === undefined) return `<ResponseFormat Length="${digits}" Encoding="DECIMAL"/>`
  const { digits: length, question } = parseOcraSuite(text)
  return [
    `<Suite>${text}</Suite>`,
    `<ChallengeFormat Encoding="DECIMAL" Min="${question.length}" Max="${question.length}"/>`,
    `<ResponseFormat Length="${length}" Encoding="DECIMAL"/>`,
  ].join('')
}

function dataOf({ kind, secret, counter, period }: TokenMake): string {
  const plain = (name: string, value: unknown) => `<${name}><PlainValue>${value}</PlainValue></${name}>`
  const moving = kind === 'time' ? plain('TimeInterval', period) : plain('Counter', counter)
  return plain('Secret', secret) + moving
}
