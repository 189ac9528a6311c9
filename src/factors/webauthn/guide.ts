import type { Guide } from '../factor.ts'
import { comparison } from './comparison.ts'

/** Teaching text of security keys and passkeys. */
export const guide: Guide = {
  name: 'Passkey or security key',
  summary:
    'Sign in with your fingerprint, your face or the PIN of your device, or by touching a security key. It works on this site and on no other, so that nobody can trick it out of you.',
  needs:
    'Nothing but a device from the last few years: a phone, a tablet or a computer with Windows Hello, Touch ID or a PIN. Or a security key for USB or NFC, such as a YubiKey, a Nitrokey or a Token2.',
  steps: [
    'Choose "Passkey or security key" here, and say which it is to be: this device, a phone or tablet, or a security key.',
    'Your browser opens a window of its own. Do what it asks: touch the sensor, look at the camera, type the PIN of your device, or touch the key.',
    'Give it a name that you will know again: "blue key", "work laptop".',
    'Next time you sign in, choose it from what the browser offers, or touch the key.',
    'Add a second one before you need it: a key for the drawer, or the passkey of another device.',
  ],
  cost: {
    grade: 4,
    why: 'Passkeys on phones and computers cost nothing. A security key costs about 25 to 60 euros once, and each person should have two.',
  },
  ease: {
    grade: 5,
    why: 'One touch or one look, nothing to type. It can take the place of name and password altogether.',
  },
  security: {
    grade: 5,
    why: 'Cannot be phished: the key answers this site only, whatever a page pretends to be. Here lies nothing that a thief could use. A key that cannot be copied is the strongest there is; a passkey that is copied between your devices is as safe as the account that copies it.',
  },
  tips: [
    'Your fingerprint and your face never leave your device. They only unlock the key inside it; neither we nor anybody else ever see them.',
    'Lost a key or a phone? Sign in another way and remove it here. Whoever finds it cannot use it without your fingerprint, face or PIN; a security key without PIN is only half of a sign-in.',
    'Set a PIN for a security key before you add it here. One that is set later does not count.',
    'On a borrowed computer use your phone: choose "another device" in the browser and scan the code that it shows.',
  ],
  comparison,
}
