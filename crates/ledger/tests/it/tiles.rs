//! Paths of tiles, and edges that stop and go on.

use std::fmt;

use mithaq_ledger::{
    Edge, Hash, ParseTilePathError, ReadTiles, TileId, inclusion_proof, leaf_hash, root_at,
};
use proptest::prelude::*;

use crate::support::{Shelf, leaves, log, mth, sentences};

#[test]
fn a_path_is_as_the_specification_shows() {
    for (level, index, width, path) in [
        (0, 0, 256, "tile/0/000"),
        (0, 1_234_067, 256, "tile/0/x001/x234/067"),
        (0, 1_234_067, 1, "tile/0/x001/x234/067.p/1"),
        (2, 999, 255, "tile/2/999.p/255"),
        (63, 1_000, 256, "tile/63/x001/000"),
    ] {
        let tile = TileId { level, index };
        assert_eq!(tile.path(width).as_deref(), Some(path));
        assert_eq!(TileId::parse_path(path), Ok((tile, width)));
    }
}

#[test]
fn no_path_has_a_width_that_no_tile_has() {
    let tile = TileId { level: 0, index: 0 };
    assert_eq!((tile.path(0), tile.path(257)), (None, None));
}

#[test]
fn a_tile_has_one_path() {
    for path in [
        "",
        "tile/0",
        "tile/0/",
        "tile/00/000",
        "tile/+0/000",
        "tile/64/000",
        "tile/0/0",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001/x000",
        "tile/0/x001/000/",
        "tile/0/1000",
        "tile/0/-01",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/",
        "tile/0/000.p/1.p/1",
        "tile/entries/000",
        "/tile/0/000",
        "tile/0/x018/x446/x744/x073/x709/x551/616",
    ] {
        assert_eq!(TileId::parse_path(path), Err(ParseTilePathError), "{path}");
    }
}

#[test]
fn widths_are_as_the_example_of_the_specification() {
    let width = |level, index| TileId { level, index }.width_at(70_000);
    assert_eq!((width(0, 272), width(0, 273), width(0, 274)), (256, 112, 0));
    assert_eq!((width(1, 0), width(1, 1), width(1, 2)), (256, 17, 0));
    assert_eq!(
        (width(2, 0), width(2, 1), width(3, 0), width(8, 0)),
        (1, 0, 0, 0)
    );
    assert_eq!(
        TileId {
            level: 0,
            index: u64::MAX
        }
        .width_at(u64::MAX),
        0
    );
    assert_eq!(TileId { level: 1, index: 0 }.width_at(256), 1);
}

#[test]
fn a_log_of_70_000_crosses_every_boundary() {
    let leaves = leaves(70_000);
    let mut edge = Edge::empty();
    let mut shelf = Shelf::default();
    for (leaf, index) in leaves.iter().zip(0..) {
        assert_eq!(edge.push(*leaf), index);
        let size = index + 1;
        let near = |boundary: u64| size.abs_diff(boundary) < 3;
        if [256, 512, 65_536, 65_792, 70_000].into_iter().any(near) {
            shelf.write(&mut edge);
            assert_eq!(
                edge.root(),
                mth(&leaves[..usize::try_from(size).unwrap()]),
                "{size}"
            );
            assert_eq!(root_at(size, &shelf).unwrap(), edge.root(), "{size}");
            assert_eq!(
                Edge::load(size, &shelf).unwrap().root(),
                edge.root(),
                "{size}"
            );
        }
    }
    let widths: Vec<_> = [(0, 272), (0, 273), (1, 0), (1, 1), (2, 0)]
        .map(|(level, index)| shelf.0[&TileId { level, index }].len())
        .into();
    assert_eq!(widths, [256, 112, 256, 17, 1]);
    assert_eq!(shelf.0.len(), 274 + 2 + 1);
    // The tiles of the large log serve every smaller one.
    for size in [0, 1, 255, 256, 257, 40_000, 65_535, 65_536, 65_537] {
        let expected = mth(&leaves[..usize::try_from(size).unwrap()]);
        assert_eq!(root_at(size, &shelf).unwrap(), expected, "{size}");
        let mut loaded = Edge::load(size, &shelf).unwrap();
        assert_eq!(loaded.root(), expected, "{size}");
        let next = usize::try_from(loaded.push(leaves[usize::try_from(size).unwrap()])).unwrap();
        assert_eq!(loaded.root(), mth(&leaves[..=next]), "{size} and one more");
        for (tile, hashes) in loaded.take_changed() {
            let kept = &shelf.0[&tile];
            assert_eq!(
                hashes,
                kept[..hashes.len()],
                "{tile} at {size} and one more"
            );
        }
    }
}

#[test]
fn nothing_changed_means_nothing_to_write() {
    let (mut edge, shelf) = log(300);
    assert_eq!(edge.take_changed(), []);
    let mut loaded = Edge::load(300, &shelf).unwrap();
    assert_eq!(loaded.take_changed(), []);
    loaded.push(leaf_hash(b"one more"));
    let changed = loaded.take_changed();
    let names: Vec<_> = changed
        .iter()
        .map(|(tile, hashes)| (tile.to_string(), hashes.len()))
        .collect();
    assert_eq!(names, [("tile/0/001".to_owned(), 45)]);
}

#[test]
fn a_tile_that_is_not_begun_is_not_handed_out() {
    let mut edge = Edge::empty();
    assert_eq!(edge.take_changed(), []);
    for leaf in leaves(256) {
        edge.push(leaf);
    }
    let changed = edge.take_changed();
    assert_eq!(changed.len(), 2);
    assert_eq!(changed[0], (TileId { level: 0, index: 0 }, leaves(256)));
    assert_eq!(
        changed[1],
        (TileId { level: 1, index: 0 }, vec![edge.root()])
    );
}

#[test]
fn tiles_are_handed_out_in_order_also_if_two_levels_were_filled() {
    let mut edge = Edge::empty();
    for leaf in leaves(65_536 + 256) {
        edge.push(leaf);
    }
    let changed: Vec<_> = edge
        .take_changed()
        .into_iter()
        .map(|(tile, _)| tile)
        .collect();
    assert_eq!(changed.len(), 257 + 2 + 1);
    assert!(changed.is_sorted(), "{changed:?}");
}

#[test]
fn tiles_are_handed_out_whole_and_in_order() {
    let mut edge = Edge::empty();
    for leaf in leaves(513) {
        edge.push(leaf);
    }
    let changed = edge.take_changed();
    let names: Vec<_> = changed
        .iter()
        .map(|(tile, hashes)| (tile.to_string(), hashes.len()))
        .collect();
    let expected = [
        ("tile/0/000", 256),
        ("tile/0/001", 256),
        ("tile/0/002", 1),
        ("tile/1/000", 2),
    ];
    assert_eq!(
        names,
        expected.map(|(name, width)| (name.to_owned(), width))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_edge_loaded_anywhere_goes_on_as_if_it_had_never_stopped(
        first in 0_u64..2_000,
        batches in prop::collection::vec(0_u64..400, 1..4),
    ) {
        let (mut unbroken, mut shelf) = log(first);
        for batch in batches {
            let mut loaded = Edge::load(unbroken.size(), &shelf).unwrap();
            prop_assert_eq!(loaded.root(), unbroken.root());
            for number in 0..batch {
                let leaf = leaf_hash(&number.to_le_bytes());
                prop_assert_eq!(loaded.push(leaf), unbroken.push(leaf));
            }
            prop_assert_eq!(loaded.size(), unbroken.size());
            let changed = loaded.take_changed();
            prop_assert_eq!(&changed, &unbroken.take_changed());
            shelf.0.extend(changed);
            prop_assert_eq!(root_at(unbroken.size(), &shelf).unwrap(), unbroken.root());
        }
    }

    #[test]
    fn what_is_written_is_what_each_tile_is_defined_to_be(size in 0_u64..2_000, step in 1_u64..300) {
        let leaves = leaves(size);
        let mut edge = Edge::empty();
        let mut shelf = Shelf::default();
        for leaf in &leaves {
            if edge.push(*leaf).is_multiple_of(step) {
                shelf.write(&mut edge);
            }
        }
        shelf.write(&mut edge);
        let mut expected = Shelf::default();
        for (index, tile) in (0..).zip(leaves.chunks(256)) {
            expected.0.insert(TileId { level: 0, index }, tile.to_vec());
        }
        let above: Vec<Hash> = leaves.chunks_exact(256).map(mth).collect();
        if !above.is_empty() {
            expected.0.insert(TileId { level: 1, index: 0 }, above);
        }
        prop_assert_eq!(shelf, expected);
        prop_assert_eq!(edge.root(), mth(&leaves));
    }

    #[test]
    fn every_path_reads_back(level in 0_u8..64, index: u64, width in 1_u16..=256) {
        let tile = TileId { level, index };
        let path = tile.path(width).unwrap();
        prop_assert_eq!(TileId::parse_path(&path), Ok((tile, width)));
    }

    #[test]
    fn no_text_is_read_as_a_path_that_is_not_written_so(path in "tile/[0-9x+.p/]{0,24}") {
        if let Ok((tile, width)) = TileId::parse_path(&path) {
            prop_assert_eq!(tile.path(width), Some(path));
        }
    }
}

#[derive(Debug)]
struct Unplugged;

impl fmt::Display for Unplugged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the disk is gone")
    }
}

impl std::error::Error for Unplugged {}

struct Broken;

impl ReadTiles for Broken {
    type Error = Unplugged;

    fn tile(&self, _: TileId) -> Result<Vec<Hash>, Unplugged> {
        Err(Unplugged)
    }
}

#[test]
fn a_missing_tile_is_named() {
    let (_, mut shelf) = log(600);
    shelf
        .0
        .get_mut(&TileId { level: 0, index: 2 })
        .unwrap()
        .truncate(80);
    let refused = Edge::load(600, &shelf).unwrap_err();
    insta::assert_snapshot!(sentences(&refused), @r"
    the log cannot be continued after its first 600 entries: its tiles are not all there
    `tile/0/002` holds 80 hashes where at least 88 are needed: restore it
    ");
    let refused = inclusion_proof(7, 600, &shelf).unwrap_err();
    insta::assert_snapshot!(sentences(&refused), @r"
    the log cannot make the proof: its tiles are not all there
    `tile/0/002` holds 80 hashes where at least 88 are needed: restore it
    ");
    // What is there still serves the smaller log.
    assert_eq!(root_at(592, &shelf).unwrap(), mth(&leaves(592)));
    shelf.0.remove(&TileId { level: 1, index: 0 });
    let refused = root_at(592, &shelf).unwrap_err();
    insta::assert_snapshot!(sentences(&refused), @r"
    the log cannot make the proof: its tiles are not all there
    `tile/1/000` holds 0 hashes where at least 2 are needed: restore it
    ");
}

#[test]
fn a_tile_that_cannot_be_read_says_why() {
    let refused = Edge::load(1, &Broken).unwrap_err();
    insta::assert_snapshot!(sentences(&refused), @r"
    the log cannot be continued after its first 1 entries: its tiles are not all there
    `tile/0/000` cannot be read
    the disk is gone
    ");
    let refused = root_at(1, &Broken).unwrap_err();
    insta::assert_snapshot!(sentences(&refused), @r"
    the log cannot make the proof: its tiles are not all there
    `tile/0/000` cannot be read
    the disk is gone
    ");
    assert_eq!(Edge::load(0, &Broken).unwrap().root(), Hash::EMPTY_ROOT);
}
