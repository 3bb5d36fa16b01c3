// Those that no option of Nexxo leads to, or only in part.
import looseBase from '@oxc-project/runtime/helpers/classPrivateFieldLooseBase';
import looseKey from '@oxc-project/runtime/helpers/classPrivateFieldLooseKey';
import decorate from '@oxc-project/runtime/helpers/decorate';
import decorateMetadata from '@oxc-project/runtime/helpers/decorateMetadata';
import fromExtends from '@oxc-project/runtime/helpers/extends';
import superPropGet from '@oxc-project/runtime/helpers/superPropGet';
import superPropSet from '@oxc-project/runtime/helpers/superPropSet';
import taggedTemplateLiteral from '@oxc-project/runtime/helpers/taggedTemplateLiteral';
import toPropertyKey from '@oxc-project/runtime/helpers/toPropertyKey';
import toSetter from '@oxc-project/runtime/helpers/toSetter';
const attempt = (action) => { try { return action(); } catch (error) { return error.constructor.name; } };
const show = (...values) => console.log(...values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))));

const strings = taggedTemplateLiteral(['a\n', undefined], ['a\\n', '\\u']);
show('tagged', strings, strings.raw, Object.isFrozen(strings), Object.isFrozen(strings.raw), Object.keys(strings), taggedTemplateLiteral(['x']).raw);

const keys = [looseKey('name'), looseKey('name')];
const object = Object.defineProperty({}, keys[0], { value: 1, writable: true });
show('loose', keys[0] !== keys[1], looseBase(object, keys[0])[keys[0]]++, object[keys[0]], attempt(() => looseBase(object, keys[1])), attempt(() => looseBase(Object.create(object), keys[0])), Object.keys(object));

const kinds = [1, -0, 'text', null, undefined, true, ['array'], { toString: () => 'object' }, { [Symbol.toPrimitive]: (hint) => hint }, '__proto__', 2n];
show('keys', kinds.map(toPropertyKey), toPropertyKey(Symbol.iterator) === Symbol.iterator, attempt(() => toPropertyKey({ toString: () => ({}), valueOf: () => ({}) })));

const calls = [];
toSetter((...args) => calls.push(args), [1, [2]])._ = [3];
toSetter(function (value) { calls.push([this.name, value]); }, [], { name: 'receiver' })._ = 4;
show('setter', calls);

class Base { get who() { return `base ${this.name}`; } call(...args) { return [this.name, ...args]; } set who(value) { this.stored = value; } }
class Derived extends Base {}
const receiver = { name: 'r' };
show('super', superPropGet(Derived, 'who', receiver, 1), superPropGet(Derived.prototype, 'call', receiver, 2)([1, 2]), superPropGet(Derived, 'call', receiver, 3)([3]), superPropSet(Derived.prototype, 'who', 'v', receiver, 1), receiver, superPropSet(Derived.prototype, 'x', 1, Object.freeze({}), 0), attempt(() => superPropSet(Derived.prototype, 'x', 1, Object.freeze({}), 1)));
show('extends', Object.keys(fromExtends({}, JSON.parse('{"__proto__": 1}'), null, 'ab')));

// The metadata API, where it is there, does the decorating.
const first = (target) => target;
show('no metadata', typeof decorateMetadata('k', 'v'), decorate([first, decorateMetadata('k', 'v')], Base) === Base);
Reflect.metadata = (key, value) => [key, value];
Reflect.decorate = (...args) => ['decorated', args.length, args[0].length, typeof args[3]];
show('metadata', decorateMetadata('k', 'v'), decorate([first], Base));
