import value, { named } from 'data:text/javascript,export default "from a data URL"; export const named = 1;';
import base64 from 'data:text/javascript;base64,ZXhwb3J0IGRlZmF1bHQgImJhc2U2NCI=';
import json from 'data:application/json,{"a":"json"}' with { type: 'json' };
console.log(value, named, base64, json.a);
