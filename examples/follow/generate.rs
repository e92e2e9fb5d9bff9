//! Made-up input for measuring: cases that walk the table of the Channels shop, seen by callbacks and records, some of them
//! lost, repeated or out of order. The same numbers give the same lines.

use std::io::{self, Write};

use aftersale::channels::{AfterSaleStatus, AfterSaleType, LIFECYCLE};
use aftersale::lifecycle::Action;

/// 2026-11-22.
const START: u64 = 1_795_300_000;

/// Writes so many lines about so many cases.
///
/// # Errors
///
/// When they cannot be written.
pub(crate) fn write(lines: u64, cases: u64, out: &mut dyn Write) -> io::Result<()> {
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    let cases = cases.max(1);
    let mut walks: Vec<Walk> = Vec::new();
    // The cases go on at the same time, a thousand at once, as they do in a shop.
    let (mut begun, mut written) = (0, 0);
    while written < lines {
        while walks.len() < 1_000 && begun < cases {
            walks.push(Walk::begin(begun, &mut chance));
            begun += 1;
        }
        if walks.is_empty() {
            // All have ended; the last lines are polls of the last case.
            walks.push(Walk::begin(cases - 1, &mut chance));
        }
        let place = chance.below(walks.len());
        let walk = &mut walks[place];
        let share = lines / cases;
        let has_more = walk.seen < share.max(1) || begun == cases;
        if has_more {
            walk.write_next(&mut chance, out)?;
            written += 1;
        }
        if walk.seen >= share.max(1) {
            walks.swap_remove(place);
        }
    }
    Ok(())
}

struct Walk {
    number: u64,
    kind: AfterSaleType,
    status: AfterSaleStatus,
    at: u64,
    seen: u64,
    /// The callback before, which can come once more.
    before: Option<(AfterSaleStatus, u64)>,
}

impl Walk {
    fn begin(case: u64, chance: &mut Chance) -> Self {
        let kinds = [AfterSaleType::Refund, AfterSaleType::Return, AfterSaleType::Exchange];
        Self {
            number: 2_000_000_000_000_000 + case,
            kind: kinds[chance.below(kinds.len())],
            status: AfterSaleStatus::MerchantProcessing,
            at: START + case % 86_400,
            seen: 0,
            before: None,
        }
    }

    fn write_next(&mut self, chance: &mut Chance, out: &mut dyn Write) -> io::Result<()> {
        self.seen += 1;
        match chance.below(10) {
            // An old callback once more.
            0 | 1 if self.before.is_some() => {
                let (status, at) = self.before.unwrap_or((self.status, self.at));
                return self.write_callback(status, at, out);
            }
            // A record, which tells nothing new.
            2..=4 => {
                self.at += 60;
                return self.write_record(out);
            }
            _ => {}
        }
        self.before = Some((self.status, self.at));
        self.write_callback(self.status, self.at, out)?;
        // One callback in twelve is lost.
        for _ in 0..1 + usize::from(chance.below(12) == 0) {
            self.go_on(chance);
        }
        Ok(())
    }

    fn go_on(&mut self, chance: &mut Chance) {
        let rules = Action::ALL.iter();
        let rules =
            rules.filter_map(|action| LIFECYCLE.rule(self.kind.flow(), Some(self.status), *action));
        let moving: Vec<AfterSaleStatus> =
            rules.map(|rule| rule.to).filter(|to| *to != self.status).collect();
        self.at += 600;
        if !moving.is_empty() {
            self.status = moving[chance.below(moving.len())];
        }
    }

    fn write_callback(
        &self,
        status: AfterSaleStatus,
        at: u64,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let (number, status) = (self.number, status.name());
        writeln!(
            out,
            r#"{{"ToUserName":"gh_1","FromUserName":"oTeam","CreateTime":{at},"MsgType":"event","Event":"channels_ec_aftersale_update","finder_shop_aftersale_status_update":{{"status":"{status}","after_sale_order_id":"{number}","order_id":"37{number}"}}}}"#
        )
    }

    fn write_record(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { number, at, .. } = self;
        let (status, kind) = (self.status.name(), self.kind.name());
        writeln!(
            out,
            r#"{{"errcode":0,"errmsg":"ok","after_sale_order":{{"after_sale_order_id":"{number}","status":"{status}","openid":"o1","order_id":"37{number}","product_info":{{"product_id":"10000012","sku_id":"20000034","count":1}},"details":{{"desc":"","receive_product":true}},"refund_info":{{"amount":1990,"refund_reason":0}},"create_time":{START},"update_time":{at},"reason":"QUALITY_ISSUE","type":"{kind}","sub_type":"DEFAULT","deadline":{}}}}}"#,
            at + 86_400,
        )
    }
}

/// Numbers that look like chance and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound.max(1)
    }
}
