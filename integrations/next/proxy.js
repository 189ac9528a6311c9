import { NextResponse } from 'next/server'
import { guard } from './gate.js'

export async function proxy(request) {
  return (await guard.middleware(request)) ?? NextResponse.next()
}
