import React from 'react';
import * as All from 'react';
const other = All;
console.log(JSON.stringify(<div id="x">a{1}<span {...{ b: 1 }} /></div>));
console.log(JSON.stringify(<>fragment</>), typeof other);
