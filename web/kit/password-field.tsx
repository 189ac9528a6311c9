import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** A password field whose show button can be reached and heard. */
export function PasswordField(props: PasswordInputProps) {
  const { t } = useTranslation('kit')
  return (
    <PasswordInput
      spellCheck={false}
      autoCapitalize="none"
      autoCorrect="off"
      visibilityToggleButtonProps={{
        'aria-label': t('password.show'),
        'aria-hidden': false,
        tabIndex: 0,
      }}
      {...props}
    />
  )
}
