import { Skeleton } from '@mantine/core'
import { Link, useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePortal } from '../../api/use-portal.ts'
import { bring } from '../../kit/errand.ts'
import { GateFrame } from '../../kit/gate-frame.tsx'
import { Step } from '../../kit/step.tsx'
import { safePath } from '../sign-in/target.ts'

/** Where another server sends a browser back to: what it brings goes to the page that sent it there. */
export function ReturnPage() {
  const { t } = useTranslation('portal')
  const { name } = usePortal()
  const { history } = useRouter()
  const [back] = useState(takeAnswer)
  useEffect(() => {
    if (back !== undefined) history.replace(back)
  }, [back, history])
  return (
    <GateFrame stage={0} name={name}>
      {back === undefined ? (
        <Step title={t('return.astray')} lead={t('return.why')} focusTitle>
          <p>
            <Link to="/sign-in">{t('return.signIn')}</Link>
          </p>
        </Step>
      ) : (
        <Skeleton height={240} radius="lg" />
      )}
    </GateFrame>
  )
}

/** Off the address at once, so that neither history nor a screenshot keeps it. */
function takeAnswer(): string | undefined {
  const back = bring(`${location.pathname}${location.search}`)
  history.replaceState(null, '', location.pathname)
  return back === undefined ? undefined : safePath(back)
}
