import { CloseButton } from '@mantine/core'
import { type ReactNode, type SyntheticEvent, useId, useLayoutEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import classes from './dialog.module.css'

interface DialogProps {
  readonly title: string
  /** Absent where the only way on is inside: what is shown once must not be lost by Escape. */
  readonly onClose?: () => void
  /** For what has columns, or lines of code. */
  readonly wide?: true
  readonly children: ReactNode
}

/** A modal dialog; it is open as long as it is rendered. The browser keeps the focus inside and gives it back. */
export function Dialog({ title, onClose, wide, children }: DialogProps) {
  const { t } = useTranslation('kit')
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()

  // It is closed while it is still in the page: only so the browser knows where the focus came from.
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    element?.querySelector<HTMLElement>('input, textarea, select')?.focus()
    return () => element?.close()
  }, [])

  function cancel(event: SyntheticEvent): void {
    if (event.target !== dialog.current) return
    event.preventDefault()
    onClose?.()
  }

  return createPortal(
    <dialog
      ref={dialog}
      className={wide ? `${classes.dialog} ${classes.wide}` : classes.dialog}
      aria-labelledby={id}
      onCancel={cancel}
    >
      <div className={classes.head}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        {onClose !== undefined && <CloseButton size="lg" onClick={onClose} aria-label={t('close')} />}
      </div>
      {children}
    </dialog>,
    document.body,
  )
}
