globalThis.setting = 'set';
globalThis.settings = () => 'called';
