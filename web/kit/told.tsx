import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { exact } from './when.tsx'

const moment = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z)/

/** A sentence of the server; moments in it (ISO 8601) are told by the clock of whoever reads. */
export function Told({ children }: { children: string }) {
  const { i18n } = useTranslation()
  return children.split(moment).map((part, place) => {
    const key = `${place} ${part}`
    if (!moment.test(part)) return <Fragment key={key}>{part}</Fragment>
    return (
      <time key={key} dateTime={part}>
        {exact(Date.parse(part), i18n.language)}
      </time>
    )
  })
}
