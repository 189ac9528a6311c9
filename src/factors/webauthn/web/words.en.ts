/** Words of the screens of `webauthn`, in English. */
export const words = {
  name: 'Passkey or security key',
  picture: 'Put your finger on the reader of your device, or touch your security key, and you are in.',
  again: 'Try again',
  never: {
    title: 'Your fingerprint and your face never leave your device.',
    text: 'They only unlock the key inside it. Neither we nor anybody else ever see them.',
  },
  unsupported:
    'This browser cannot use passkeys or security keys. Use a newer one, or another way to sign in.',
  insecure: 'Browsers allow passkeys on secure pages only. Open this page by its https address.',
  stray:
    '{{labels}}: added when this site was called {{was}}. Browsers will not use it here any more. Remove it and add it again.',
  trouble: {
    cancelled: 'Nothing has happened: it was cancelled, or it took too long. Try again when you are ready.',
    already: 'This key is set up already. Use another one.',
    'needs-pin':
      'This key cannot check that it is you. Set a PIN for it in the settings of your computer, or use another one.',
    'old-key': 'This key is too old to sign in safely. Use another one.',
    'wrong-address':
      'This page has another address than the one keys are made for. Open it by its usual address.',
    failed: 'The key did not answer as it should. Take it out, put it in again, and try once more.',
  },
  prove: {
    title: 'The second door',
    lead: 'Use your passkey or touch your security key.',
    which: 'You have: {{labels}}.',
    action: 'Use my passkey or key',
    help: 'Your browser opens a window and asks for your fingerprint, your face, a PIN, or a touch of the key.',
    refused: 'That key was not accepted. Try again, with one of the keys that you have added here.',
  },
  open: {
    label: 'Sign in with a passkey',
    action: 'Sign in with a passkey',
    refused:
      'That passkey does not open anything here. If you have removed it from your account, delete it on your device, too.',
  },
  enrol: {
    title: 'Add a passkey or security key',
    lead: 'It opens this site and no other, so that nobody can trick it out of you. What shall keep it?',
    asking: 'Your browser is asking you now',
    checking: 'Adding your key …',
    device: {
      title: 'This device',
      text: 'Your fingerprint, your face or the PIN that unlocks it. Nothing to carry.',
      asking:
        'It wants to know whether to make a passkey, and then checks that it is you: touch the sensor, look at the camera, or type the PIN of this device.',
    },
    phone: {
      title: 'Phone or tablet',
      text: 'Scan a code with it. It then opens this site here and on other computers.',
      asking:
        'It shows a code. Scan it with the camera of your phone, keep Bluetooth on at both, and follow what the phone says.',
    },
    key: {
      title: 'Security key',
      text: 'A small key for USB or NFC, such as a YubiKey, a Nitrokey or a Token2.',
      asking:
        'Plug the key in or hold it to the back of your phone. Type its PIN where you are asked, and touch it when it blinks.',
    },
  },
  manage: {
    bound: {
      badge: 'Cannot be copied',
      text: 'It lives in one device. If that is lost, it is lost: add a second one.',
    },
    copied: {
      badge: 'Copied between your devices',
      text: 'Your account with its maker keeps a copy, so that it survives the loss of a device. It is as safe as that account.',
    },
    copyable: {
      badge: 'Not copied yet',
      text: 'It may be copied to your other devices, and has not been so far. Until then it is lost with this one.',
    },
    attested: { badge: 'Make proven', text: 'It has proven who made it.' },
    serialNumber: 'Serial number: {{number}}',
    noPin:
      'It does not check who holds it, so that it is a second step only. To sign in with it alone: set a PIN for it, remove it here and add it again.',
    setbacks:
      'It has counted backwards: somebody may have copied it. Replace it, and tell your administrator.',
  },
}
