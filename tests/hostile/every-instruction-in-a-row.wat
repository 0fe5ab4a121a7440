;;! fault Every instruction 5,000 times in a row, without a pause: none may leave anything on the stack of the host
;;! group endless
;;! heavy
;;! peak 1073741824
;;! lines 5000
;;! limit log_lines 5000
;;! repeat OP0 5000 "(drop (i32.clz (local.get $i)))"
;;! repeat OP1 5000 "(drop (i32.ctz (local.get $i)))"
;;! repeat OP2 5000 "(drop (i32.popcnt (local.get $i)))"
;;! repeat OP3 5000 "(drop (i32.eqz (local.get $i)))"
;;! repeat OP4 5000 "(drop (i32.extend8_s (local.get $i)))"
;;! repeat OP5 5000 "(drop (i32.extend16_s (local.get $i)))"
;;! repeat OP6 5000 "(drop (i32.add (local.get $i) (local.get $i)))"
;;! repeat OP7 5000 "(drop (i32.sub (local.get $i) (local.get $i)))"
;;! repeat OP8 5000 "(drop (i32.mul (local.get $i) (local.get $i)))"
;;! repeat OP9 5000 "(drop (i32.and (local.get $i) (local.get $i)))"
;;! repeat OP10 5000 "(drop (i32.or (local.get $i) (local.get $i)))"
;;! repeat OP11 5000 "(drop (i32.xor (local.get $i) (local.get $i)))"
;;! repeat OP12 5000 "(drop (i32.shl (local.get $i) (local.get $i)))"
;;! repeat OP13 5000 "(drop (i32.shr_s (local.get $i) (local.get $i)))"
;;! repeat OP14 5000 "(drop (i32.shr_u (local.get $i) (local.get $i)))"
;;! repeat OP15 5000 "(drop (i32.rotl (local.get $i) (local.get $i)))"
;;! repeat OP16 5000 "(drop (i32.rotr (local.get $i) (local.get $i)))"
;;! repeat OP17 5000 "(drop (i32.eq (local.get $i) (local.get $i)))"
;;! repeat OP18 5000 "(drop (i32.ne (local.get $i) (local.get $i)))"
;;! repeat OP19 5000 "(drop (i32.lt_s (local.get $i) (local.get $i)))"
;;! repeat OP20 5000 "(drop (i32.lt_u (local.get $i) (local.get $i)))"
;;! repeat OP21 5000 "(drop (i32.gt_s (local.get $i) (local.get $i)))"
;;! repeat OP22 5000 "(drop (i32.gt_u (local.get $i) (local.get $i)))"
;;! repeat OP23 5000 "(drop (i32.le_s (local.get $i) (local.get $i)))"
;;! repeat OP24 5000 "(drop (i32.le_u (local.get $i) (local.get $i)))"
;;! repeat OP25 5000 "(drop (i32.ge_s (local.get $i) (local.get $i)))"
;;! repeat OP26 5000 "(drop (i32.ge_u (local.get $i) (local.get $i)))"
;;! repeat OP27 5000 "(drop (i32.div_s (local.get $i) (local.get $i)))"
;;! repeat OP28 5000 "(drop (i32.div_u (local.get $i) (local.get $i)))"
;;! repeat OP29 5000 "(drop (i32.rem_s (local.get $i) (local.get $i)))"
;;! repeat OP30 5000 "(drop (i32.rem_u (local.get $i) (local.get $i)))"
;;! repeat OP31 5000 "(drop (i32.trunc_f32_s (local.get $f)))"
;;! repeat OP32 5000 "(drop (i32.trunc_f32_u (local.get $f)))"
;;! repeat OP33 5000 "(drop (i32.trunc_sat_f32_s (local.get $f)))"
;;! repeat OP34 5000 "(drop (i32.trunc_sat_f32_u (local.get $f)))"
;;! repeat OP35 5000 "(drop (i32.trunc_f64_s (local.get $d)))"
;;! repeat OP36 5000 "(drop (i32.trunc_f64_u (local.get $d)))"
;;! repeat OP37 5000 "(drop (i32.trunc_sat_f64_s (local.get $d)))"
;;! repeat OP38 5000 "(drop (i32.trunc_sat_f64_u (local.get $d)))"
;;! repeat OP39 5000 "(drop (i64.clz (local.get $l)))"
;;! repeat OP40 5000 "(drop (i64.ctz (local.get $l)))"
;;! repeat OP41 5000 "(drop (i64.popcnt (local.get $l)))"
;;! repeat OP42 5000 "(drop (i64.eqz (local.get $l)))"
;;! repeat OP43 5000 "(drop (i64.extend8_s (local.get $l)))"
;;! repeat OP44 5000 "(drop (i64.extend16_s (local.get $l)))"
;;! repeat OP45 5000 "(drop (i64.add (local.get $l) (local.get $l)))"
;;! repeat OP46 5000 "(drop (i64.sub (local.get $l) (local.get $l)))"
;;! repeat OP47 5000 "(drop (i64.mul (local.get $l) (local.get $l)))"
;;! repeat OP48 5000 "(drop (i64.and (local.get $l) (local.get $l)))"
;;! repeat OP49 5000 "(drop (i64.or (local.get $l) (local.get $l)))"
;;! repeat OP50 5000 "(drop (i64.xor (local.get $l) (local.get $l)))"
;;! repeat OP51 5000 "(drop (i64.shl (local.get $l) (local.get $l)))"
;;! repeat OP52 5000 "(drop (i64.shr_s (local.get $l) (local.get $l)))"
;;! repeat OP53 5000 "(drop (i64.shr_u (local.get $l) (local.get $l)))"
;;! repeat OP54 5000 "(drop (i64.rotl (local.get $l) (local.get $l)))"
;;! repeat OP55 5000 "(drop (i64.rotr (local.get $l) (local.get $l)))"
;;! repeat OP56 5000 "(drop (i64.eq (local.get $l) (local.get $l)))"
;;! repeat OP57 5000 "(drop (i64.ne (local.get $l) (local.get $l)))"
;;! repeat OP58 5000 "(drop (i64.lt_s (local.get $l) (local.get $l)))"
;;! repeat OP59 5000 "(drop (i64.lt_u (local.get $l) (local.get $l)))"
;;! repeat OP60 5000 "(drop (i64.gt_s (local.get $l) (local.get $l)))"
;;! repeat OP61 5000 "(drop (i64.gt_u (local.get $l) (local.get $l)))"
;;! repeat OP62 5000 "(drop (i64.le_s (local.get $l) (local.get $l)))"
;;! repeat OP63 5000 "(drop (i64.le_u (local.get $l) (local.get $l)))"
;;! repeat OP64 5000 "(drop (i64.ge_s (local.get $l) (local.get $l)))"
;;! repeat OP65 5000 "(drop (i64.ge_u (local.get $l) (local.get $l)))"
;;! repeat OP66 5000 "(drop (i64.div_s (local.get $l) (local.get $l)))"
;;! repeat OP67 5000 "(drop (i64.div_u (local.get $l) (local.get $l)))"
;;! repeat OP68 5000 "(drop (i64.rem_s (local.get $l) (local.get $l)))"
;;! repeat OP69 5000 "(drop (i64.rem_u (local.get $l) (local.get $l)))"
;;! repeat OP70 5000 "(drop (i64.trunc_f32_s (local.get $f)))"
;;! repeat OP71 5000 "(drop (i64.trunc_f32_u (local.get $f)))"
;;! repeat OP72 5000 "(drop (i64.trunc_sat_f32_s (local.get $f)))"
;;! repeat OP73 5000 "(drop (i64.trunc_sat_f32_u (local.get $f)))"
;;! repeat OP74 5000 "(drop (i64.trunc_f64_s (local.get $d)))"
;;! repeat OP75 5000 "(drop (i64.trunc_f64_u (local.get $d)))"
;;! repeat OP76 5000 "(drop (i64.trunc_sat_f64_s (local.get $d)))"
;;! repeat OP77 5000 "(drop (i64.trunc_sat_f64_u (local.get $d)))"
;;! repeat OP78 5000 "(drop (i64.extend32_s (local.get $l)))"
;;! repeat OP79 5000 "(drop (f32.abs (local.get $f)))"
;;! repeat OP80 5000 "(drop (f32.neg (local.get $f)))"
;;! repeat OP81 5000 "(drop (f32.ceil (local.get $f)))"
;;! repeat OP82 5000 "(drop (f32.floor (local.get $f)))"
;;! repeat OP83 5000 "(drop (f32.trunc (local.get $f)))"
;;! repeat OP84 5000 "(drop (f32.nearest (local.get $f)))"
;;! repeat OP85 5000 "(drop (f32.sqrt (local.get $f)))"
;;! repeat OP86 5000 "(drop (f32.add (local.get $f) (local.get $f)))"
;;! repeat OP87 5000 "(drop (f32.sub (local.get $f) (local.get $f)))"
;;! repeat OP88 5000 "(drop (f32.mul (local.get $f) (local.get $f)))"
;;! repeat OP89 5000 "(drop (f32.div (local.get $f) (local.get $f)))"
;;! repeat OP90 5000 "(drop (f32.min (local.get $f) (local.get $f)))"
;;! repeat OP91 5000 "(drop (f32.max (local.get $f) (local.get $f)))"
;;! repeat OP92 5000 "(drop (f32.copysign (local.get $f) (local.get $f)))"
;;! repeat OP93 5000 "(drop (f32.eq (local.get $f) (local.get $f)))"
;;! repeat OP94 5000 "(drop (f32.ne (local.get $f) (local.get $f)))"
;;! repeat OP95 5000 "(drop (f32.lt (local.get $f) (local.get $f)))"
;;! repeat OP96 5000 "(drop (f32.gt (local.get $f) (local.get $f)))"
;;! repeat OP97 5000 "(drop (f32.le (local.get $f) (local.get $f)))"
;;! repeat OP98 5000 "(drop (f32.ge (local.get $f) (local.get $f)))"
;;! repeat OP99 5000 "(drop (f32.convert_i32_s (local.get $i)))"
;;! repeat OP100 5000 "(drop (f32.convert_i32_u (local.get $i)))"
;;! repeat OP101 5000 "(drop (f32.convert_i64_s (local.get $l)))"
;;! repeat OP102 5000 "(drop (f32.convert_i64_u (local.get $l)))"
;;! repeat OP103 5000 "(drop (f64.abs (local.get $d)))"
;;! repeat OP104 5000 "(drop (f64.neg (local.get $d)))"
;;! repeat OP105 5000 "(drop (f64.ceil (local.get $d)))"
;;! repeat OP106 5000 "(drop (f64.floor (local.get $d)))"
;;! repeat OP107 5000 "(drop (f64.trunc (local.get $d)))"
;;! repeat OP108 5000 "(drop (f64.nearest (local.get $d)))"
;;! repeat OP109 5000 "(drop (f64.sqrt (local.get $d)))"
;;! repeat OP110 5000 "(drop (f64.add (local.get $d) (local.get $d)))"
;;! repeat OP111 5000 "(drop (f64.sub (local.get $d) (local.get $d)))"
;;! repeat OP112 5000 "(drop (f64.mul (local.get $d) (local.get $d)))"
;;! repeat OP113 5000 "(drop (f64.div (local.get $d) (local.get $d)))"
;;! repeat OP114 5000 "(drop (f64.min (local.get $d) (local.get $d)))"
;;! repeat OP115 5000 "(drop (f64.max (local.get $d) (local.get $d)))"
;;! repeat OP116 5000 "(drop (f64.copysign (local.get $d) (local.get $d)))"
;;! repeat OP117 5000 "(drop (f64.eq (local.get $d) (local.get $d)))"
;;! repeat OP118 5000 "(drop (f64.ne (local.get $d) (local.get $d)))"
;;! repeat OP119 5000 "(drop (f64.lt (local.get $d) (local.get $d)))"
;;! repeat OP120 5000 "(drop (f64.gt (local.get $d) (local.get $d)))"
;;! repeat OP121 5000 "(drop (f64.le (local.get $d) (local.get $d)))"
;;! repeat OP122 5000 "(drop (f64.ge (local.get $d) (local.get $d)))"
;;! repeat OP123 5000 "(drop (f64.convert_i32_s (local.get $i)))"
;;! repeat OP124 5000 "(drop (f64.convert_i32_u (local.get $i)))"
;;! repeat OP125 5000 "(drop (f64.convert_i64_s (local.get $l)))"
;;! repeat OP126 5000 "(drop (f64.convert_i64_u (local.get $l)))"
;;! repeat OP127 5000 "(drop (i32.wrap_i64 (local.get $l)))"
;;! repeat OP128 5000 "(drop (i64.extend_i32_s (local.get $i)))"
;;! repeat OP129 5000 "(drop (i64.extend_i32_u (local.get $i)))"
;;! repeat OP130 5000 "(drop (f32.demote_f64 (local.get $d)))"
;;! repeat OP131 5000 "(drop (f64.promote_f32 (local.get $f)))"
;;! repeat OP132 5000 "(drop (i32.reinterpret_f32 (local.get $f)))"
;;! repeat OP133 5000 "(drop (i64.reinterpret_f64 (local.get $d)))"
;;! repeat OP134 5000 "(drop (f32.reinterpret_i32 (local.get $i)))"
;;! repeat OP135 5000 "(drop (f64.reinterpret_i64 (local.get $l)))"
;;! repeat OP136 5000 "(drop (i32.load (local.get $i)))"
;;! repeat OP137 5000 "(drop (i32.load8_s (local.get $i)))"
;;! repeat OP138 5000 "(drop (i32.load8_u (local.get $i)))"
;;! repeat OP139 5000 "(drop (i32.load16_s (local.get $i)))"
;;! repeat OP140 5000 "(drop (i32.load16_u (local.get $i)))"
;;! repeat OP141 5000 "(drop (i64.load (local.get $i)))"
;;! repeat OP142 5000 "(drop (i64.load8_s (local.get $i)))"
;;! repeat OP143 5000 "(drop (i64.load8_u (local.get $i)))"
;;! repeat OP144 5000 "(drop (i64.load16_s (local.get $i)))"
;;! repeat OP145 5000 "(drop (i64.load16_u (local.get $i)))"
;;! repeat OP146 5000 "(drop (i64.load32_s (local.get $i)))"
;;! repeat OP147 5000 "(drop (i64.load32_u (local.get $i)))"
;;! repeat OP148 5000 "(drop (f32.load (local.get $i)))"
;;! repeat OP149 5000 "(drop (f64.load (local.get $i)))"
;;! repeat OP150 5000 "(i32.store (local.get $i) (local.get $i))"
;;! repeat OP151 5000 "(i32.store8 (local.get $i) (local.get $i))"
;;! repeat OP152 5000 "(i32.store16 (local.get $i) (local.get $i))"
;;! repeat OP153 5000 "(i64.store (local.get $i) (local.get $l))"
;;! repeat OP154 5000 "(i64.store8 (local.get $i) (local.get $l))"
;;! repeat OP155 5000 "(i64.store16 (local.get $i) (local.get $l))"
;;! repeat OP156 5000 "(i64.store32 (local.get $i) (local.get $l))"
;;! repeat OP157 5000 "(f32.store (local.get $i) (local.get $f))"
;;! repeat OP158 5000 "(f64.store (local.get $i) (local.get $d))"
;;! repeat OP159 5000 "(memory.fill (local.get $i) (local.get $i) (local.get $i))"
;;! repeat OP160 5000 "(memory.copy (local.get $i) (local.get $i) (local.get $i))"
;;! repeat OP161 5000 "(memory.init $data (local.get $i) (local.get $i) (local.get $i))"
;;! repeat OP162 5000 "(table.fill $table (local.get $i) (ref.null func) (local.get $i))"
;;! repeat OP163 5000 "(table.copy (local.get $i) (local.get $i) (local.get $i))"
;;! repeat OP164 5000 "(table.init $table $elem (local.get $i) (local.get $i) (local.get $i))"
;;! repeat OP165 5000 "(drop (memory.size))"
;;! repeat OP166 5000 "(drop (table.size $table))"
;;! repeat OP167 5000 "(drop (table.get $table (local.get $i)))"
;;! repeat OP168 5000 "(table.set $table (local.get $i) (ref.null func))"
;;! repeat OP169 5000 "(drop (ref.is_null (ref.func $leaf)))"
;;! repeat OP170 5000 "(drop (ref.func $leaf))"
;;! repeat OP171 5000 "(drop (select (local.get $i) (local.get $i) (local.get $i)))"
;;! repeat OP172 5000 "(drop (global.get $global))"
;;! repeat OP173 5000 "(global.set $global (local.get $i))"
;;! repeat OP174 5000 "(drop (local.tee $i (local.get $i)))"
;;! repeat OP175 5000 "(call $leaf)"
;;! repeat OP176 5000 "(call_indirect $table (type $leaf) (i32.const 1))"
;;! repeat OP177 5000 "(call $log (local.get $i) (local.get $i) (i32.const 0))"
;;! repeat OP178 5000 "(block (br_table 0 0 (local.get $i)))"
;;! repeat OP179 5000 "(block (br_if 0 (local.get $i)))"
;;! repeat OP180 5000 "(if (local.get $i) (then (nop)))"
;;! repeat OP181 5000 "(data.drop $spare)"
;;! repeat OP182 5000 "(elem.drop $spare)"
;;! repeat OP183 5000 "(call $tail)"
;;! repeat OP184 5000 "(call $tail_indirect)"
;;! request h => empty
(module
  (import "yao" "log" (func $log (param i32 i32 i32)))
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (global $top (mut i32) (i32.const 4096))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (global.get $top)
    (global.set $top
      (i32.and (i32.add (i32.add (global.get $top) (local.get $len)) (i32.const 15)) (i32.const -16))))
  (func (export "yao_free") (param i32 i32))
  (type $leaf (func))
  (global $global (mut i32) (i32.const 0))
  (table $table 10 funcref)
  (elem (table $table) (i32.const 1) func $leaf)
  (elem $elem func $leaf)
  (elem $spare func $leaf)
  (data $data "x")
  (data $spare "x")
  (func $leaf)
  (func $tail (return_call $leaf))
  (func $tail_indirect (return_call_indirect $table (type $leaf) (i32.const 1)))
  (func $op0 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP0})
  (func $op1 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP1})
  (func $op2 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP2})
  (func $op3 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP3})
  (func $op4 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP4})
  (func $op5 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP5})
  (func $op6 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP6})
  (func $op7 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP7})
  (func $op8 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP8})
  (func $op9 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP9})
  (func $op10 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP10})
  (func $op11 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP11})
  (func $op12 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP12})
  (func $op13 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP13})
  (func $op14 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP14})
  (func $op15 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP15})
  (func $op16 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP16})
  (func $op17 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP17})
  (func $op18 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP18})
  (func $op19 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP19})
  (func $op20 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP20})
  (func $op21 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP21})
  (func $op22 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP22})
  (func $op23 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP23})
  (func $op24 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP24})
  (func $op25 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP25})
  (func $op26 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP26})
  (func $op27 (local $i i32) (local $l i64) (local $f f32) (local $d f64) (local.set $i (i32.const 1)) (local.set $l (i64.const 1)) {OP27})
  (func $op28 (local $i i32) (local $l i64) (local $f f32) (local $d f64) (local.set $i (i32.const 1)) (local.set $l (i64.const 1)) {OP28})
  (func $op29 (local $i i32) (local $l i64) (local $f f32) (local $d f64) (local.set $i (i32.const 1)) (local.set $l (i64.const 1)) {OP29})
  (func $op30 (local $i i32) (local $l i64) (local $f f32) (local $d f64) (local.set $i (i32.const 1)) (local.set $l (i64.const 1)) {OP30})
  (func $op31 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP31})
  (func $op32 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP32})
  (func $op33 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP33})
  (func $op34 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP34})
  (func $op35 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP35})
  (func $op36 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP36})
  (func $op37 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP37})
  (func $op38 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP38})
  (func $op39 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP39})
  (func $op40 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP40})
  (func $op41 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP41})
  (func $op42 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP42})
  (func $op43 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP43})
  (func $op44 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP44})
  (func $op45 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP45})
  (func $op46 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP46})
  (func $op47 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP47})
  (func $op48 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP48})
  (func $op49 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP49})
  (func $op50 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP50})
  (func $op51 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP51})
  (func $op52 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP52})
  (func $op53 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP53})
  (func $op54 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP54})
  (func $op55 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP55})
  (func $op56 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP56})
  (func $op57 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP57})
  (func $op58 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP58})
  (func $op59 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP59})
  (func $op60 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP60})
  (func $op61 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP61})
  (func $op62 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP62})
  (func $op63 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP63})
  (func $op64 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP64})
  (func $op65 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP65})
  (func $op66 (local $i i32) (local $l i64) (local $f f32) (local $d f64) (local.set $i (i32.const 1)) (local.set $l (i64.const 1)) {OP66})
  (func $op67 (local $i i32) (local $l i64) (local $f f32) (local $d f64) (local.set $i (i32.const 1)) (local.set $l (i64.const 1)) {OP67})
  (func $op68 (local $i i32) (local $l i64) (local $f f32) (local $d f64) (local.set $i (i32.const 1)) (local.set $l (i64.const 1)) {OP68})
  (func $op69 (local $i i32) (local $l i64) (local $f f32) (local $d f64) (local.set $i (i32.const 1)) (local.set $l (i64.const 1)) {OP69})
  (func $op70 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP70})
  (func $op71 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP71})
  (func $op72 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP72})
  (func $op73 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP73})
  (func $op74 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP74})
  (func $op75 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP75})
  (func $op76 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP76})
  (func $op77 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP77})
  (func $op78 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP78})
  (func $op79 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP79})
  (func $op80 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP80})
  (func $op81 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP81})
  (func $op82 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP82})
  (func $op83 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP83})
  (func $op84 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP84})
  (func $op85 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP85})
  (func $op86 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP86})
  (func $op87 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP87})
  (func $op88 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP88})
  (func $op89 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP89})
  (func $op90 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP90})
  (func $op91 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP91})
  (func $op92 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP92})
  (func $op93 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP93})
  (func $op94 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP94})
  (func $op95 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP95})
  (func $op96 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP96})
  (func $op97 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP97})
  (func $op98 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP98})
  (func $op99 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP99})
  (func $op100 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP100})
  (func $op101 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP101})
  (func $op102 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP102})
  (func $op103 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP103})
  (func $op104 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP104})
  (func $op105 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP105})
  (func $op106 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP106})
  (func $op107 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP107})
  (func $op108 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP108})
  (func $op109 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP109})
  (func $op110 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP110})
  (func $op111 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP111})
  (func $op112 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP112})
  (func $op113 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP113})
  (func $op114 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP114})
  (func $op115 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP115})
  (func $op116 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP116})
  (func $op117 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP117})
  (func $op118 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP118})
  (func $op119 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP119})
  (func $op120 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP120})
  (func $op121 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP121})
  (func $op122 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP122})
  (func $op123 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP123})
  (func $op124 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP124})
  (func $op125 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP125})
  (func $op126 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP126})
  (func $op127 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP127})
  (func $op128 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP128})
  (func $op129 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP129})
  (func $op130 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP130})
  (func $op131 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP131})
  (func $op132 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP132})
  (func $op133 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP133})
  (func $op134 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP134})
  (func $op135 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP135})
  (func $op136 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP136})
  (func $op137 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP137})
  (func $op138 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP138})
  (func $op139 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP139})
  (func $op140 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP140})
  (func $op141 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP141})
  (func $op142 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP142})
  (func $op143 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP143})
  (func $op144 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP144})
  (func $op145 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP145})
  (func $op146 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP146})
  (func $op147 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP147})
  (func $op148 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP148})
  (func $op149 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP149})
  (func $op150 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP150})
  (func $op151 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP151})
  (func $op152 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP152})
  (func $op153 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP153})
  (func $op154 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP154})
  (func $op155 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP155})
  (func $op156 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP156})
  (func $op157 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP157})
  (func $op158 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP158})
  (func $op159 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP159})
  (func $op160 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP160})
  (func $op161 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP161})
  (func $op162 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP162})
  (func $op163 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP163})
  (func $op164 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP164})
  (func $op165 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP165})
  (func $op166 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP166})
  (func $op167 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP167})
  (func $op168 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP168})
  (func $op169 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP169})
  (func $op170 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP170})
  (func $op171 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP171})
  (func $op172 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP172})
  (func $op173 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP173})
  (func $op174 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP174})
  (func $op175 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP175})
  (func $op176 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP176})
  (func $op177 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP177})
  (func $op178 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP178})
  (func $op179 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP179})
  (func $op180 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP180})
  (func $op181 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP181})
  (func $op182 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP182})
  (func $op183 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP183})
  (func $op184 (local $i i32) (local $l i64) (local $f f32) (local $d f64) {OP184})
  (func (export "h") (param i32 i32) (result i64)
    (call $op0)
    (call $op1)
    (call $op2)
    (call $op3)
    (call $op4)
    (call $op5)
    (call $op6)
    (call $op7)
    (call $op8)
    (call $op9)
    (call $op10)
    (call $op11)
    (call $op12)
    (call $op13)
    (call $op14)
    (call $op15)
    (call $op16)
    (call $op17)
    (call $op18)
    (call $op19)
    (call $op20)
    (call $op21)
    (call $op22)
    (call $op23)
    (call $op24)
    (call $op25)
    (call $op26)
    (call $op27)
    (call $op28)
    (call $op29)
    (call $op30)
    (call $op31)
    (call $op32)
    (call $op33)
    (call $op34)
    (call $op35)
    (call $op36)
    (call $op37)
    (call $op38)
    (call $op39)
    (call $op40)
    (call $op41)
    (call $op42)
    (call $op43)
    (call $op44)
    (call $op45)
    (call $op46)
    (call $op47)
    (call $op48)
    (call $op49)
    (call $op50)
    (call $op51)
    (call $op52)
    (call $op53)
    (call $op54)
    (call $op55)
    (call $op56)
    (call $op57)
    (call $op58)
    (call $op59)
    (call $op60)
    (call $op61)
    (call $op62)
    (call $op63)
    (call $op64)
    (call $op65)
    (call $op66)
    (call $op67)
    (call $op68)
    (call $op69)
    (call $op70)
    (call $op71)
    (call $op72)
    (call $op73)
    (call $op74)
    (call $op75)
    (call $op76)
    (call $op77)
    (call $op78)
    (call $op79)
    (call $op80)
    (call $op81)
    (call $op82)
    (call $op83)
    (call $op84)
    (call $op85)
    (call $op86)
    (call $op87)
    (call $op88)
    (call $op89)
    (call $op90)
    (call $op91)
    (call $op92)
    (call $op93)
    (call $op94)
    (call $op95)
    (call $op96)
    (call $op97)
    (call $op98)
    (call $op99)
    (call $op100)
    (call $op101)
    (call $op102)
    (call $op103)
    (call $op104)
    (call $op105)
    (call $op106)
    (call $op107)
    (call $op108)
    (call $op109)
    (call $op110)
    (call $op111)
    (call $op112)
    (call $op113)
    (call $op114)
    (call $op115)
    (call $op116)
    (call $op117)
    (call $op118)
    (call $op119)
    (call $op120)
    (call $op121)
    (call $op122)
    (call $op123)
    (call $op124)
    (call $op125)
    (call $op126)
    (call $op127)
    (call $op128)
    (call $op129)
    (call $op130)
    (call $op131)
    (call $op132)
    (call $op133)
    (call $op134)
    (call $op135)
    (call $op136)
    (call $op137)
    (call $op138)
    (call $op139)
    (call $op140)
    (call $op141)
    (call $op142)
    (call $op143)
    (call $op144)
    (call $op145)
    (call $op146)
    (call $op147)
    (call $op148)
    (call $op149)
    (call $op150)
    (call $op151)
    (call $op152)
    (call $op153)
    (call $op154)
    (call $op155)
    (call $op156)
    (call $op157)
    (call $op158)
    (call $op159)
    (call $op160)
    (call $op161)
    (call $op162)
    (call $op163)
    (call $op164)
    (call $op165)
    (call $op166)
    (call $op167)
    (call $op168)
    (call $op169)
    (call $op170)
    (call $op171)
    (call $op172)
    (call $op173)
    (call $op174)
    (call $op175)
    (call $op176)
    (call $op177)
    (call $op178)
    (call $op179)
    (call $op180)
    (call $op181)
    (call $op182)
    (call $op183)
    (call $op184)
    (i64.const 0)))
