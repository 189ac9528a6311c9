/**
 * For NestJS as functional middleware: `consumer.apply(requireSecondFactor({ … })).forRoutes('*path')`, or
 * `app.use(…)` before `listen`.
 */
export * from './express.ts'
