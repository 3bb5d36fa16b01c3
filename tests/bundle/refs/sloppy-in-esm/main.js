import './parameters.cjs';
import './delete.cjs';
import './reserved.cjs';
import './eval.cjs';
import './block.cjs';
import './script.js';
import './strict.cjs';
