//! Tests of the whole: fixtures that are built and run, templates in a browser, the shape of the workspace.
