//! Reads sightings line by line, and tells the story of each case. The program and its test are both made of this.

mod book;
mod counts;
mod lines;
mod now;
mod page;
mod seen;
mod shop;
mod story;
#[path = "../../tour/wrap.rs"]
mod wrap;

use std::io::{self, BufRead, Write};
use std::time::{Duration, Instant};

use aftersale::Language;
use aftersale::{channels, wechat};

use book::Book;
use counts::Counts;
use lines::{MOST_BYTES, Read};
use page::Page;
use seen::{Line, Seen};
use shop::Shop;
use story::Teller;

/// The most bad lines that are named. Those beyond are counted.
const MOST_NAMED: u64 = 1_000;
/// How long the program is silent.
const SILENCE: Duration = Duration::from_secs(2);

/// What was read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Totals {
    /// All lines.
    pub(crate) lines: u64,
    /// Those that were not understood.
    pub(crate) bad: u64,
    /// The cases that they tell of.
    pub(crate) cases: u64,
}

/// Follows what the input tells, and writes the stories. Bad lines and progress go to `notes`.
///
/// # Errors
///
/// When the input cannot be read, or the output cannot be written.
pub(crate) fn follow(
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    notes: &mut dyn Write,
    language: Language,
) -> io::Result<Totals> {
    let mut channels = Book::<channels::AfterSaleStatus>::new();
    let mut mini_shop = Book::<wechat::AfterSaleStatus>::new();
    let mut totals = Totals::default();
    read_all(input, notes, &mut totals, |seen, cases| {
        match seen {
            Seen::Channels(case, sighting) => channels.note(case, sighting),
            Seen::MiniShop(case, sighting) => mini_shop.note(case, sighting),
            Seen::Listed(case) => channels.list(case),
        }
        *cases = u64::try_from(channels.len() + mini_shop.len()).unwrap_or(u64::MAX);
    })?;
    let mut page = Page::new(language);
    let times = ("Times are UTC.", "时间均为北京时间。");
    page.line(page.say(times.0, times.1));
    let counts = tell_all(&channels, &mut page, out)?.and(tell_all(&mini_shop, &mut page, out)?);
    page.line("");
    counts.add_to(&mut page);
    let lines = match page.is_chinese() {
        true => format!("读取 {}， 无法识别 {}", totals.lines, totals.bad),
        false => format!("read {}, not understood {}", totals.lines, totals.bad),
    };
    page.row("lines", "行", &lines);
    out.write_all(page.text.as_bytes())?;
    out.flush()?;
    Ok(totals)
}

/// Reads the input as [`follow`] does, and does nothing with it.
///
/// # Errors
///
/// When the input cannot be read.
pub(crate) fn decode_only(input: &mut dyn BufRead, notes: &mut dyn Write) -> io::Result<Totals> {
    let mut totals = Totals::default();
    read_all(input, notes, &mut totals, |_, _| {})?;
    Ok(totals)
}

/// Reads all lines, and hands on what they tell. A line with something bad in it is passed over as a whole.
fn read_all(
    input: &mut dyn BufRead,
    notes: &mut dyn Write,
    totals: &mut Totals,
    mut note: impl FnMut(&Seen<'_>, &mut u64),
) -> io::Result<()> {
    let mut bytes = Vec::new();
    let mut next_word = Instant::now() + SILENCE;
    loop {
        let read = lines::read_line(input, &mut bytes)?;
        if matches!(read, Read::End) {
            break;
        }
        totals.lines += 1;
        let understood = match read {
            Read::TooLong => Err(format!("longer than {MOST_BYTES} bytes")),
            _ => hand_on(&bytes, |seen| note(seen, &mut totals.cases)),
        };
        if let Err(why) = understood {
            totals.bad += 1;
            if totals.bad <= MOST_NAMED {
                writeln!(notes, "line {}: {}", totals.lines, one_line(&why))?;
            }
        }
        if totals.lines % 4_096 == 0 && Instant::now() >= next_word {
            writeln!(notes, "{} lines, {} cases …", totals.lines, totals.cases)?;
            next_word = Instant::now() + SILENCE;
        }
    }
    if totals.bad > MOST_NAMED {
        writeln!(notes, "and {} more lines", totals.bad - MOST_NAMED)?;
    }
    Ok(())
}

fn hand_on(line: &[u8], note: impl FnMut(&Seen<'_>)) -> Result<(), String> {
    let line: Line<'_> = seen::understand(line)?;
    let mut cases = Vec::new();
    line.cases(&mut cases)?;
    cases.iter().for_each(note);
    Ok(())
}

/// Writes the stories of one shop, one after the other.
fn tell_all<S: Shop>(book: &Book<S>, page: &mut Page, out: &mut dyn Write) -> io::Result<Counts> {
    let mut teller = Teller::new();
    book.tell(|number, kept, words| {
        teller.tell(number, kept, words, page);
        out.write_all(page.text.as_bytes())?;
        page.text.clear();
        Ok::<(), io::Error>(())
    })?;
    Ok(teller.counts)
}

/// Returns a text of others in one line, and not too long.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().filter(|letter| !letter.is_control()).take(300).collect()
}
