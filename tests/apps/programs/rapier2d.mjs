// A package that wasm-pack made for bundlers.
import { ColliderDesc, RigidBodyDesc, World, version } from '@dimforge/rapier2d';

const world = new World({ x: 0, y: -10 });
const ball = world.createRigidBody(RigidBodyDesc.dynamic().setTranslation(0, 10));
world.createCollider(ColliderDesc.ball(0.5), ball);
world.createCollider(ColliderDesc.cuboid(10, 1));
for (let i = 0; i < 300; i++) world.step();
console.log(version(), ball.translation().y.toFixed(1), ball.isSleeping());
world.free();
