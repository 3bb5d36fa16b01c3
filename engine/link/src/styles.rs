//! Which style sheets are in force when, in which order, and in which files they are.
//!
//! A sheet is in force from when code first imports it, or from when a page links it. Each entry point has a list of
//! them: what it imports, in the order in which that would run if nothing was bundled. A file holds neighbours of all
//! lists that it is in, so that whatever is loaded after whatever else, the order is that of the lists. What an
//! `@import` rule leads to is part of the sheet that has the rule, and not looked at here.

use nexxo_base::index::{BitSet, Idx, IndexVec};
use nexxo_base::module::{ImportKind, RecordIdx};
use nexxo_base::options::LinkOptions;
use nexxo_base::{Map, Name, Set};

use crate::hosts::loaded_before;
use crate::linked::Linked;
use crate::plan::ChunkKind;
use crate::rules::{each_live_record, preloads, splits, stays_inline};
use crate::types::{ChunkIdx, Graph, ModuleIdx, ModuleKind, RecordTarget, StyleFileIdx};

/// A style sheet by itself.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct StyleRoot {
    /// The sheet.
    pub module: ModuleIdx,
    /// The media for which the page's link to it holds.
    pub media: Option<Name>,
    /// How many links of the page lead to the same after this one. They decide, except of the order of layers.
    pub repeats: u32,
}

impl StyleRoot {
    /// What code puts in force when it imports a sheet.
    pub fn of_code(module: ModuleIdx) -> Self {
        Self { module, media: None, repeats: 0 }
    }
}

/// A file of sheets, in order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StyleFile {
    /// What it holds; never empty.
    pub roots: Box<[StyleRoot]>,
    /// The chunk of the only entry point that needs it.
    pub owner: Option<ChunkIdx>,
}

/// Where the style sheets of the output are.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StylePlan {
    /// The files.
    pub files: IndexVec<StyleFileIdx, StyleFile>,
    /// What the entry point of a chunk puts in force, in order, less what is certainly in force by then. Nothing for
    /// shared chunks.
    pub of_chunk: IndexVec<ChunkIdx, Box<[StyleFileIdx]>>,
    /// What the `import()` of a style sheet puts in force.
    pub of_sheet: Map<ModuleIdx, Box<[StyleFileIdx]>>,
    /// Links of pages that stay where they are, as other styles of the page come after them.
    pub of_link: Map<(ModuleIdx, RecordIdx), StyleFileIdx>,
}

/// Plans the files. `starts` are the entry points, each the number of its chunk; `reach` says which of them load a module,
/// where that is not all.
pub(crate) fn plan_styles(
    graph: &Graph,
    linked: &Linked,
    options: &LinkOptions,
    starts: &[ChunkKind],
    chunks: usize,
    reach: Option<&IndexVec<ModuleIdx, BitSet>>,
) -> StylePlan {
    let mut plan = StylePlan { of_chunk: IndexVec::filled(Box::default(), chunks), ..StylePlan::default() };
    if !linked.order.iter().any(|&module| graph.modules[module].kind == ModuleKind::Style) {
        return plan;
    }
    let preloads = preloads(graph, options);
    let mut lists = Lists { graph, linked, options, reach, preloads, leads: leads(graph), asked: Vec::new() };
    lists.asked = lists.asked_sheets();
    let mut full: Vec<Vec<StyleRoot>> = Vec::with_capacity(starts.len() + lists.asked.len());
    for (start, kind) in starts.iter().enumerate() {
        let (ChunkKind::Entry(module) | ChunkKind::Dynamic(module)) = *kind else { continue };
        full.push(lists.of_start(start, module));
    }
    full.extend(lists.asked.iter().map(|(module, _)| lists.of_sheet(*module)));
    if !options.css_code_split {
        return plan.in_one_file(starts, &full);
    }
    let before = lists.loaded_before(starts);
    let links: Vec<Vec<(RecordIdx, StyleRoot)>> = starts.iter().map(|start| lists.links_of(*start)).collect();
    let cut = |(own, before): (&Vec<StyleRoot>, &BitSet)| -> Vec<StyleRoot> {
        let linked = before.iter().filter_map(|it| links.get(it)).flatten().map(|(_, root)| root);
        let known: Set<&StyleRoot> = before.iter().flat_map(|it| &full[it]).chain(linked).collect();
        own.iter().filter(|root| !known.contains(root)).cloned().collect()
    };
    let needed: Vec<Vec<StyleRoot>> = full.iter().zip(&before).map(cut).collect();
    let has_pages = graph.entries.iter().any(|&entry| graph.modules[entry].kind == ModuleKind::Html);
    // Nobody links several files where there is no page: an entry has one, with all that it needs.
    let is_whole = |list: usize| !has_pages && matches!(starts.get(list), Some(ChunkKind::Entry(_)));
    let files = plan.share(&needed, starts.len(), is_whole);
    for (list, files) in files.into_iter().enumerate() {
        match lists.asked.get(list.wrapping_sub(starts.len())) {
            Some((module, _)) => {
                plan.of_sheet.insert(*module, files.into());
            }
            None => plan.of_chunk[ChunkIdx::new(list)] = files.into(),
        }
    }
    for (start, links) in starts.iter().zip(links) {
        let (ChunkKind::Entry(page) | ChunkKind::Dynamic(page)) = *start else { continue };
        for (record, root) in links.into_iter().filter(|(record, _)| lists.stays(page, *record)) {
            let is_same = |it: &StyleRoot| (it.module, &it.media) == (root.module, &root.media);
            let is_it = |it: &StyleFile| it.owner.is_none() && matches!(&*it.roots, [it] if is_same(it));
            let known = plan.of_link.values().copied().find(|&file| is_it(&plan.files[file]));
            let file =
                known.unwrap_or_else(|| plan.files.push(StyleFile { roots: [root.clone()].into(), owner: None }));
            plan.of_link.insert((page, record), file);
        }
    }
    plan
}

impl StylePlan {
    /// Everything in one file, for all entries.
    fn in_one_file(mut self, starts: &[ChunkKind], lists: &[Vec<StyleRoot>]) -> Self {
        let mut seen = Set::default();
        let roots: Box<[StyleRoot]> = lists.iter().flatten().filter(|root| seen.insert(*root)).cloned().collect();
        if roots.is_empty() {
            return self;
        }
        let file = self.files.push(StyleFile { roots, owner: None });
        for (i, _) in starts.iter().enumerate().filter(|(_, start)| matches!(start, ChunkKind::Entry(_))) {
            self.of_chunk[ChunkIdx::new(i)] = [file].into();
        }
        self
    }

    /// Cuts lists into files. Two sheets are in one file if in every list that has either the one follows the other.
    /// The first `chunks` lists belong to the chunks of their numbers.
    fn share(
        &mut self,
        lists: &[Vec<StyleRoot>],
        chunks: usize,
        is_whole: impl Fn(usize) -> bool,
    ) -> Vec<Vec<StyleFileIdx>> {
        let mut places: Map<&StyleRoot, Vec<(usize, usize)>> = Map::default();
        for (list, roots) in lists.iter().enumerate().filter(|(list, _)| !is_whole(*list)) {
            for (place, root) in roots.iter().enumerate() {
                places.entry(root).or_default().push((list, place));
            }
        }
        let mut file_of: Map<&StyleRoot, StyleFileIdx> = Map::default();
        let mut out = Vec::with_capacity(lists.len());
        for (list, roots) in lists.iter().enumerate() {
            let mut files: Vec<StyleFileIdx> = Vec::new();
            let owner = (list < chunks).then(|| ChunkIdx::new(list));
            if is_whole(list) {
                if !roots.is_empty() {
                    files.push(self.files.push(StyleFile { roots: roots.clone().into(), owner }));
                }
                out.push(files);
                continue;
            }
            let mut at = 0;
            while let Some(first) = roots.get(at) {
                let start = at;
                at += 1;
                if let Some(&file) = file_of.get(first) {
                    at = start + self.files[file].roots.len();
                    files.push(file);
                    continue;
                }
                let follows = |at: usize| {
                    let (before, after) = (&places[&roots[at - 1]], &places[&roots[at]]);
                    before.iter().map(|&(list, place)| (list, place + 1)).eq(after.iter().copied())
                };
                while at < roots.len() && follows(at) {
                    at += 1;
                }
                let owner = owner.filter(|_| places[first].len() == 1);
                let file = self.files.push(StyleFile { roots: roots[start..at].into(), owner });
                file_of.extend(roots[start..at].iter().map(|root| (root, file)));
                files.push(file);
            }
            out.push(files);
        }
        out
    }
}

/// The modules from which a style sheet is imported, over others too; style sheets themselves.
fn leads(graph: &Graph) -> BitSet {
    let mut importers: IndexVec<ModuleIdx, Vec<ModuleIdx>> = IndexVec::filled(Vec::new(), graph.modules.len());
    for (module, this) in graph.modules.iter_enumerated() {
        for target in this.records().filter_map(|(record, _)| this.target_module(record)) {
            importers[target].push(module);
        }
    }
    let mut leads = BitSet::new(graph.modules.len());
    let is_style = |&module: &ModuleIdx| graph.modules[module].kind == ModuleKind::Style;
    let mut stack: Vec<ModuleIdx> = graph.modules.indices().filter(is_style).collect();
    while let Some(module) = stack.pop() {
        if leads.insert(module.index()) {
            stack.extend(importers[module].iter().filter(|it| !leads.contains(it.index())));
        }
    }
    leads
}

/// Makes the lists.
struct Lists<'a> {
    graph: &'a Graph,
    linked: &'a Linked,
    options: &'a LinkOptions,
    reach: Option<&'a IndexVec<ModuleIdx, BitSet>>,
    /// See [`preloads`].
    preloads: bool,
    /// See [`leads`].
    leads: BitSet,
    /// Sheets that an `import()` asks for by itself, and the modules that do.
    asked: Vec<(ModuleIdx, Vec<ModuleIdx>)>,
}

/// A module on the way and what is still to be visited, the next one last.
struct Frame {
    module: ModuleIdx,
    pending: Vec<ModuleIdx>,
}

impl Lists<'_> {
    fn is_reached(&self, start: usize, module: ModuleIdx) -> bool {
        self.linked.included.contains(module.index()) && self.reach.is_none_or(|reach| reach[module].contains(start))
    }

    /// What an entry point puts in force.
    fn of_start(&self, start: usize, module: ModuleIdx) -> Vec<StyleRoot> {
        let links = self.links(module);
        let mut seen = Set::default();
        seen.extend(links.iter().filter(|(_, root)| root.media.is_none()).map(|(_, root)| root.module));
        let floating = links.into_iter().filter(|(record, _)| !self.stays(module, *record));
        let mut out: Vec<StyleRoot> = floating.map(|(_, root)| root).collect();
        self.walk(module, &mut seen, &|it| self.is_reached(start, it), &mut out);
        out
    }

    /// What the `import()` of a sheet puts in force.
    fn of_sheet(&self, module: ModuleIdx) -> Vec<StyleRoot> {
        let mut out = Vec::new();
        self.walk(module, &mut Set::default(), &|it| self.linked.included.contains(it.index()), &mut out);
        out
    }

    /// Adds the sheets that code imports from `root` on, in the order of execution, with `import()` only where it loads
    /// nothing by itself, and then after everything else.
    fn walk(
        &self,
        root: ModuleIdx,
        seen: &mut Set<ModuleIdx>,
        is_reached: &dyn Fn(ModuleIdx) -> bool,
        out: &mut Vec<StyleRoot>,
    ) {
        let mut later = std::collections::VecDeque::from([root]);
        while let Some(root) = later.pop_front() {
            let mut stack: Vec<Frame> = self.enter(root, seen, &mut later).into_iter().collect();
            while let Some(frame) = stack.last_mut() {
                if let Some(next) = frame.pending.pop() {
                    stack.extend(self.enter(next, seen, &mut later));
                    continue;
                }
                let module = frame.module;
                stack.pop();
                if self.graph.modules[module].kind == ModuleKind::Style && is_reached(module) {
                    out.push(StyleRoot::of_code(module));
                }
            }
        }
    }

    fn enter(
        &self,
        module: ModuleIdx,
        seen: &mut Set<ModuleIdx>,
        later: &mut std::collections::VecDeque<ModuleIdx>,
    ) -> Option<Frame> {
        if !self.leads.contains(module.index()) || !seen.insert(module) {
            return None;
        }
        let this = &self.graph.modules[module];
        let (mut pending, mut requires) = (Vec::new(), Vec::new());
        for (record, kind) in this.records() {
            let Some(target) = this.target_module(record) else { continue };
            match kind {
                ImportKind::Import | ImportKind::HtmlScript => pending.push(target),
                ImportKind::Require => requires.push(target),
                ImportKind::DynamicImport if !self.is_asked_alone(target) => later.push_back(target),
                _ => {}
            }
        }
        pending.append(&mut requires);
        pending.reverse();
        Some(Frame { module, pending })
    }

    /// See [`Self::links`].
    fn links_of(&self, start: ChunkKind) -> Vec<(RecordIdx, StyleRoot)> {
        match start {
            ChunkKind::Entry(page) => self.links(page),
            ChunkKind::Dynamic(_) | ChunkKind::Shared => Vec::new(),
        }
    }

    /// The sheets that a page links.
    fn links(&self, page: ModuleIdx) -> Vec<(RecordIdx, StyleRoot)> {
        let this = &self.graph.modules[page];
        let mut out: Vec<(RecordIdx, StyleRoot)> = Vec::new();
        for (record, _) in this.records().filter(|(_, kind)| *kind == ImportKind::HtmlStyle) {
            let is_style = |it: &ModuleIdx| self.graph.modules[*it].kind == ModuleKind::Style;
            let Some(module) = this.target_module(record).filter(is_style) else { continue };
            let media = this.interface.records[record.index()].attribute("media").cloned();
            let root = StyleRoot { media, ..StyleRoot::of_code(module) };
            let earlier = out.iter_mut().filter(|(_, it)| (it.module, &it.media) == (module, &root.media));
            earlier.for_each(|(_, it)| it.repeats += 1);
            out.push((record, root));
        }
        out
    }

    /// Whether a link stays where it is, as a style of the page comes after it that does not go to the end of the head.
    fn stays(&self, page: ModuleIdx, record: RecordIdx) -> bool {
        let this = &self.graph.modules[page];
        if !self.options.css_code_split {
            return false;
        }
        let is_kept = |(it, kind): (RecordIdx, ImportKind)| {
            it > record && kind == ImportKind::HtmlStyle && matches!(this.target(it), RecordTarget::External(_))
        };
        this.interface.records[record.index()].attribute("stays").is_some() || this.records().any(is_kept)
    }

    /// Whether an `import()` of `target` loads its sheets, or its chunk does.
    fn is_asked_alone(&self, target: ModuleIdx) -> bool {
        let is_style = self.graph.modules[target].kind == ModuleKind::Style;
        splits(self.options) && (self.preloads || !is_style)
    }

    /// See [`Self::asked`].
    fn asked_sheets(&self) -> Vec<(ModuleIdx, Vec<ModuleIdx>)> {
        let mut asked: Vec<(ModuleIdx, Vec<ModuleIdx>)> = Vec::new();
        self.each_dynamic_import(&mut |importer, target| {
            if self.graph.modules[target].kind == ModuleKind::Style && self.is_asked_alone(target) {
                match asked.iter_mut().find(|(module, _)| *module == target) {
                    Some((_, importers)) => importers.push(importer),
                    None => asked.push((target, vec![importer])),
                }
            }
        });
        asked
    }

    fn each_dynamic_import(&self, visit: &mut dyn FnMut(ModuleIdx, ModuleIdx)) {
        for &module in self.linked.order.iter().filter(|it| self.graph.modules[**it].kind == ModuleKind::Script) {
            let base = self.linked.statement_bases[module];
            each_live_record(self.graph, &self.linked.live, base, module, |record, kind| {
                if kind == ImportKind::DynamicImport
                    && let Some(target) = self.graph.modules[module].target_module(record)
                {
                    visit(module, target);
                }
            });
        }
    }

    /// The entry points and asked-for sheets that are loaded before each of them, by their lists.
    fn loaded_before(&self, starts: &[ChunkKind]) -> Vec<BitSet> {
        let len = starts.len() + self.asked.len();
        let mut position: IndexVec<ModuleIdx, Option<usize>> = IndexVec::filled(None, self.graph.modules.len());
        for (i, start) in starts.iter().enumerate() {
            if let ChunkKind::Entry(module) | ChunkKind::Dynamic(module) = *start {
                position[module] = Some(i);
            }
        }
        let mut importers = vec![BitSet::new(len); len];
        let reached_by = |module: ModuleIdx| match self.reach {
            Some(reach) => reach[module].iter().collect(),
            None => (0..starts.len().min(1)).collect::<Vec<usize>>(),
        };
        self.each_dynamic_import(&mut |importer, target| {
            if let Some(start) = position[target].filter(|_| !stays_inline(self.graph, self.options, target)) {
                reached_by(importer).into_iter().for_each(|it| _ = importers[start].insert(it));
            }
        });
        for (i, (_, by)) in self.asked.iter().enumerate() {
            for it in by.iter().flat_map(|&module| reached_by(module)) {
                importers[starts.len() + i].insert(it);
            }
        }
        let is_first: Vec<bool> = (0..len).map(|i| matches!(starts.get(i), Some(ChunkKind::Entry(_)))).collect();
        loaded_before(&is_first, &importers)
    }
}
