import { createRequire as crb } from "node:module"; const require = crb(import.meta.url);
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf, __hasOwnProp = Object.prototype.hasOwnProperty;
var __require = /* @__PURE__ */ ((x) => typeof require < "u" ? require : typeof Proxy < "u" ? new Proxy(x, {
  get: (a, b) => (typeof require < "u" ? require : a)[b]
}) : x)(function(x) {
  if (typeof require < "u") return require.apply(this, arguments);
  throw Error('Dynamic require of "' + x + '" is not supported');
});
var __esm = (fn, res, err) => function() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
var __commonJS = (cb, mod) => function() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: !0 });
}, __copyProps = (to, from, except, desc) => {
  if (from && typeof from == "object" || typeof from == "function")
    for (let key of __getOwnPropNames(from))
      !__hasOwnProp.call(to, key) && key !== except && __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: !0 }) : target,
  mod
));

// node_modules/events-universal/default.js
var require_default = __commonJS({
  "node_modules/events-universal/default.js"(exports, module) {
    module.exports = __require("events");
  }
});

// node_modules/fast-fifo/fixed-size.js
var require_fixed_size = __commonJS({
  "node_modules/fast-fifo/fixed-size.js"(exports, module) {
    module.exports = class {
      constructor(hwm) {
        if (!(hwm > 0) || (hwm - 1 & hwm) !== 0) throw new Error("Max size for a FixedFIFO should be a power of two");
        this.buffer = new Array(hwm), this.mask = hwm - 1, this.top = 0, this.btm = 0, this.next = null;
      }
      clear() {
        this.top = this.btm = 0, this.next = null, this.buffer.fill(void 0);
      }
      push(data) {
        return this.buffer[this.top] !== void 0 ? !1 : (this.buffer[this.top] = data, this.top = this.top + 1 & this.mask, !0);
      }
      shift() {
        let last = this.buffer[this.btm];
        if (last !== void 0)
          return this.buffer[this.btm] = void 0, this.btm = this.btm + 1 & this.mask, last;
      }
      peek() {
        return this.buffer[this.btm];
      }
      isEmpty() {
        return this.buffer[this.btm] === void 0;
      }
    };
  }
});

// node_modules/fast-fifo/index.js
var require_fast_fifo = __commonJS({
  "node_modules/fast-fifo/index.js"(exports, module) {
    var FixedFIFO = require_fixed_size();
    module.exports = class {
      constructor(hwm) {
        this.hwm = hwm || 16, this.head = new FixedFIFO(this.hwm), this.tail = this.head, this.length = 0;
      }
      clear() {
        this.head = this.tail, this.head.clear(), this.length = 0;
      }
      push(val) {
        if (this.length++, !this.head.push(val)) {
          let prev = this.head;
          this.head = prev.next = new FixedFIFO(2 * this.head.buffer.length), this.head.push(val);
        }
      }
      shift() {
        this.length !== 0 && this.length--;
        let val = this.tail.shift();
        if (val === void 0 && this.tail.next) {
          let next = this.tail.next;
          return this.tail.next = null, this.tail = next, this.tail.shift();
        }
        return val;
      }
      peek() {
        let val = this.tail.peek();
        return val === void 0 && this.tail.next ? this.tail.next.peek() : val;
      }
      isEmpty() {
        return this.length === 0;
      }
    };
  }
});

// node_modules/b4a/index.js
var require_b4a = __commonJS({
  "node_modules/b4a/index.js"(exports, module) {
    function isBuffer(value) {
      return Buffer.isBuffer(value) || value instanceof Uint8Array;
    }
    function isEncoding(encoding) {
      return Buffer.isEncoding(encoding);
    }
    function alloc(size, fill2, encoding) {
      return Buffer.alloc(size, fill2, encoding);
    }
    function allocUnsafe(size) {
      return Buffer.allocUnsafe(size);
    }
    function allocUnsafeSlow(size) {
      return Buffer.allocUnsafeSlow(size);
    }
    function byteLength(string, encoding) {
      return Buffer.byteLength(string, encoding);
    }
    function compare(a, b) {
      return Buffer.compare(a, b);
    }
    function concat(buffers, totalLength) {
      return Buffer.concat(buffers, totalLength);
    }
    function copy(source, target, targetStart, start, end) {
      return toBuffer(source).copy(target, targetStart, start, end);
    }
    function equals2(a, b) {
      return toBuffer(a).equals(b);
    }
    function fill(buffer, value, offset, end, encoding) {
      return toBuffer(buffer).fill(value, offset, end, encoding);
    }
    function from(value, encodingOrOffset, length) {
      return Buffer.from(value, encodingOrOffset, length);
    }
    function includes(buffer, value, byteOffset, encoding) {
      return toBuffer(buffer).includes(value, byteOffset, encoding);
    }
    function indexOf(buffer, value, byfeOffset, encoding) {
      return toBuffer(buffer).indexOf(value, byfeOffset, encoding);
    }
    function lastIndexOf(buffer, value, byteOffset, encoding) {
      return toBuffer(buffer).lastIndexOf(value, byteOffset, encoding);
    }
    function swap16(buffer) {
      return toBuffer(buffer).swap16();
    }
    function swap32(buffer) {
      return toBuffer(buffer).swap32();
    }
    function swap64(buffer) {
      return toBuffer(buffer).swap64();
    }
    function toBuffer(buffer) {
      return Buffer.isBuffer(buffer) ? buffer : Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    }
    function toString(buffer, encoding, start, end) {
      return toBuffer(buffer).toString(encoding, start, end);
    }
    function toHex(buffer, start, end) {
      return toBuffer(buffer).toString("hex", start, end);
    }
    function write(buffer, string, offset, length, encoding) {
      return toBuffer(buffer).write(string, offset, length, encoding);
    }
    function readDoubleBE(buffer, offset) {
      return toBuffer(buffer).readDoubleBE(offset);
    }
    function readDoubleLE(buffer, offset) {
      return toBuffer(buffer).readDoubleLE(offset);
    }
    function readFloatBE(buffer, offset) {
      return toBuffer(buffer).readFloatBE(offset);
    }
    function readFloatLE(buffer, offset) {
      return toBuffer(buffer).readFloatLE(offset);
    }
    function readInt32BE(buffer, offset) {
      return toBuffer(buffer).readInt32BE(offset);
    }
    function readInt32LE(buffer, offset) {
      return toBuffer(buffer).readInt32LE(offset);
    }
    function readUInt32BE(buffer, offset) {
      return toBuffer(buffer).readUInt32BE(offset);
    }
    function readUInt32LE(buffer, offset) {
      return toBuffer(buffer).readUInt32LE(offset);
    }
    function writeDoubleBE(buffer, value, offset) {
      return toBuffer(buffer).writeDoubleBE(value, offset);
    }
    function writeDoubleLE(buffer, value, offset) {
      return toBuffer(buffer).writeDoubleLE(value, offset);
    }
    function writeFloatBE(buffer, value, offset) {
      return toBuffer(buffer).writeFloatBE(value, offset);
    }
    function writeFloatLE(buffer, value, offset) {
      return toBuffer(buffer).writeFloatLE(value, offset);
    }
    function writeInt32BE(buffer, value, offset) {
      return toBuffer(buffer).writeInt32BE(value, offset);
    }
    function writeInt32LE(buffer, value, offset) {
      return toBuffer(buffer).writeInt32LE(value, offset);
    }
    function writeUInt32BE(buffer, value, offset) {
      return toBuffer(buffer).writeUInt32BE(value, offset);
    }
    function writeUInt32LE(buffer, value, offset) {
      return toBuffer(buffer).writeUInt32LE(value, offset);
    }
    module.exports = {
      isBuffer,
      isEncoding,
      alloc,
      allocUnsafe,
      allocUnsafeSlow,
      byteLength,
      compare,
      concat,
      copy,
      equals: equals2,
      fill,
      from,
      includes,
      indexOf,
      lastIndexOf,
      swap16,
      swap32,
      swap64,
      toBuffer,
      toString,
      toHex,
      write,
      readDoubleBE,
      readDoubleLE,
      readFloatBE,
      readFloatLE,
      readInt32BE,
      readInt32LE,
      readUInt32BE,
      readUInt32LE,
      writeDoubleBE,
      writeDoubleLE,
      writeFloatBE,
      writeFloatLE,
      writeInt32BE,
      writeInt32LE,
      writeUInt32BE,
      writeUInt32LE
    };
  }
});

// node_modules/text-decoder/lib/pass-through-decoder.js
var require_pass_through_decoder = __commonJS({
  "node_modules/text-decoder/lib/pass-through-decoder.js"(exports, module) {
    var b4a = require_b4a();
    module.exports = class {
      constructor(encoding) {
        this.encoding = encoding;
      }
      get remaining() {
        return 0;
      }
      decode(data) {
        return b4a.toString(data, this.encoding);
      }
      flush() {
        return "";
      }
    };
  }
});

// node_modules/text-decoder/lib/utf8-decoder.js
var require_utf8_decoder = __commonJS({
  "node_modules/text-decoder/lib/utf8-decoder.js"(exports, module) {
    var b4a = require_b4a();
    module.exports = class {
      constructor() {
        this._reset();
      }
      get remaining() {
        return this.bytesSeen;
      }
      decode(data) {
        if (data.byteLength === 0) return "";
        if (this.bytesNeeded === 0 && trailingIncomplete(data, 0) === 0)
          return this.bytesSeen = trailingBytesSeen(data), b4a.toString(data, "utf8");
        let result = "", start = 0;
        if (this.bytesNeeded > 0) {
          for (; start < data.byteLength; ) {
            let byte = data[start];
            if (byte < this.lowerBoundary || byte > this.upperBoundary) {
              result += "\uFFFD", this._reset();
              break;
            }
            if (this.lowerBoundary = 128, this.upperBoundary = 191, this.codePoint = this.codePoint << 6 | byte & 63, this.bytesSeen++, start++, this.bytesSeen === this.bytesNeeded) {
              result += String.fromCodePoint(this.codePoint), this._reset();
              break;
            }
          }
          if (this.bytesNeeded > 0) return result;
        }
        let trailing = trailingIncomplete(data, start), end = data.byteLength - trailing;
        end > start && (result += b4a.toString(data, "utf8", start, end));
        for (let i = end; i < data.byteLength; i++) {
          let byte = data[i];
          if (this.bytesNeeded === 0) {
            byte <= 127 ? (this.bytesSeen = 0, result += String.fromCharCode(byte)) : byte >= 194 && byte <= 223 ? (this.bytesNeeded = 2, this.bytesSeen = 1, this.codePoint = byte & 31) : byte >= 224 && byte <= 239 ? (byte === 224 ? this.lowerBoundary = 160 : byte === 237 && (this.upperBoundary = 159), this.bytesNeeded = 3, this.bytesSeen = 1, this.codePoint = byte & 15) : byte >= 240 && byte <= 244 ? (byte === 240 ? this.lowerBoundary = 144 : byte === 244 && (this.upperBoundary = 143), this.bytesNeeded = 4, this.bytesSeen = 1, this.codePoint = byte & 7) : (this.bytesSeen = 1, result += "\uFFFD");
            continue;
          }
          if (byte < this.lowerBoundary || byte > this.upperBoundary) {
            result += "\uFFFD", i--, this._reset();
            continue;
          }
          this.lowerBoundary = 128, this.upperBoundary = 191, this.codePoint = this.codePoint << 6 | byte & 63, this.bytesSeen++, this.bytesSeen === this.bytesNeeded && (result += String.fromCodePoint(this.codePoint), this._reset());
        }
        return result;
      }
      flush() {
        let result = this.bytesNeeded > 0 ? "\uFFFD" : "";
        return this._reset(), result;
      }
      _reset() {
        this.codePoint = 0, this.bytesNeeded = 0, this.bytesSeen = 0, this.lowerBoundary = 128, this.upperBoundary = 191;
      }
    };
    function trailingIncomplete(data, start) {
      let len = data.byteLength;
      if (len <= start) return 0;
      let limit = Math.max(start, len - 4), i = len - 1;
      for (; i > limit && (data[i] & 192) === 128; ) i--;
      if (i < start) return 0;
      let byte = data[i], needed;
      if (byte <= 127) return 0;
      if (byte >= 194 && byte <= 223) needed = 2;
      else if (byte >= 224 && byte <= 239) needed = 3;
      else if (byte >= 240 && byte <= 244) needed = 4;
      else return 0;
      let available = len - i;
      return available < needed ? available : 0;
    }
    function trailingBytesSeen(data) {
      let len = data.byteLength;
      if (len === 0) return 0;
      let last = data[len - 1];
      if (last <= 127) return 0;
      if ((last & 192) !== 128) return 1;
      let limit = Math.max(0, len - 4), i = len - 2;
      for (; i >= limit && (data[i] & 192) === 128; ) i--;
      if (i < 0) return 1;
      let first = data[i], needed;
      if (first >= 194 && first <= 223) needed = 2;
      else if (first >= 224 && first <= 239) needed = 3;
      else if (first >= 240 && first <= 244) needed = 4;
      else return 1;
      if (len - i !== needed) return 1;
      if (needed >= 3) {
        let second = data[i + 1];
        if (first === 224 && second < 160 || first === 237 && second > 159 || first === 240 && second < 144 || first === 244 && second > 143) return 1;
      }
      return 0;
    }
  }
});

// node_modules/text-decoder/index.js
var require_text_decoder = __commonJS({
  "node_modules/text-decoder/index.js"(exports, module) {
    var PassThroughDecoder = require_pass_through_decoder(), UTF8Decoder = require_utf8_decoder();
    module.exports = class {
      constructor(encoding = "utf8") {
        switch (this.encoding = normalizeEncoding(encoding), this.encoding) {
          case "utf8":
            this.decoder = new UTF8Decoder();
            break;
          case "utf16le":
          case "base64":
            throw new Error("Unsupported encoding: " + this.encoding);
          default:
            this.decoder = new PassThroughDecoder(this.encoding);
        }
      }
      get remaining() {
        return this.decoder.remaining;
      }
      push(data) {
        return typeof data == "string" ? data : this.decoder.decode(data);
      }
      // For Node.js compatibility
      write(data) {
        return this.push(data);
      }
      end(data) {
        let result = "";
        return data && (result = this.push(data)), result += this.decoder.flush(), result;
      }
    };
    function normalizeEncoding(encoding) {
      switch (encoding = encoding.toLowerCase(), encoding) {
        case "utf8":
        case "utf-8":
          return "utf8";
        case "ucs2":
        case "ucs-2":
        case "utf16le":
        case "utf-16le":
          return "utf16le";
        case "latin1":
        case "binary":
          return "latin1";
        case "base64":
        case "ascii":
        case "hex":
          return encoding;
        default:
          throw new Error("Unknown encoding: " + encoding);
      }
    }
  }
});

// node_modules/streamx/lib/errors.js
var require_errors = __commonJS({
  "node_modules/streamx/lib/errors.js"(exports, module) {
    module.exports = class StreamError extends Error {
      constructor(msg, code, fn = StreamError) {
        super(msg), this.code = code, Error.captureStackTrace && Error.captureStackTrace(this, fn);
      }
      static isStreamDestroyed(err) {
        return err && err.code === "STREAM_DESTROYED";
      }
      static isPrematureClose(err) {
        return err && err.code === "PREMATURE_CLOSE";
      }
      static isAborted(err) {
        return err && err.code === "ABORTED";
      }
      static isBadArgument(err) {
        return err && err.code === "BAD_ARGUMENT";
      }
      get name() {
        return "StreamError";
      }
      static STREAM_DESTROYED() {
        return new StreamError("Stream was destroyed", "STREAM_DESTROYED", StreamError.STREAM_DESTROYED);
      }
      static PREMATURE_CLOSE(msg = "Premature close") {
        return new StreamError(msg, "PREMATURE_CLOSE", StreamError.PREMATURE_CLOSE);
      }
      static ABORTED() {
        return new StreamError("Stream aborted", "ABORTED", StreamError.ABORTED);
      }
      static BAD_ARGUMENT(msg = "Bad argument") {
        return new StreamError(msg, "BAD_ARGUMENT", StreamError.BAD_ARGUMENT);
      }
    };
  }
});

// node_modules/streamx/index.js
var require_streamx = __commonJS({
  "node_modules/streamx/index.js"(exports, module) {
    var { EventEmitter } = require_default(), FIFO = require_fast_fifo(), TextDecoder2 = require_text_decoder(), StreamError = require_errors(), qmt = typeof queueMicrotask > "u" ? (fn) => global.process.nextTick(fn) : queueMicrotask, MAX = (1 << 29) - 1, OPENING = 1, PREDESTROYING = 2, DESTROYING = 4, DESTROYED = 8, NOT_OPENING = MAX ^ OPENING, NOT_PREDESTROYING = MAX ^ PREDESTROYING, READ_ACTIVE = 16, READ_UPDATING = 32, READ_PRIMARY = 64, READ_QUEUED = 128, READ_RESUMED = 256, READ_PIPE_DRAINED = 512, READ_ENDING = 1024, READ_EMIT_DATA = 2048, READ_EMIT_READABLE = 4096, READ_EMITTED_READABLE = 8192, READ_DONE = 16384, READ_NEXT_TICK = 32768, READ_NEEDS_PUSH = 65536, READ_READ_AHEAD = 131072, READ_FLOWING = READ_RESUMED | READ_PIPE_DRAINED, READ_ACTIVE_AND_NEEDS_PUSH = READ_ACTIVE | READ_NEEDS_PUSH, READ_PRIMARY_AND_ACTIVE = READ_PRIMARY | READ_ACTIVE, READ_EMIT_READABLE_AND_QUEUED = READ_EMIT_READABLE | READ_QUEUED, READ_RESUMED_READ_AHEAD = READ_RESUMED | READ_READ_AHEAD, READ_NOT_ACTIVE = MAX ^ READ_ACTIVE, READ_NON_PRIMARY = MAX ^ READ_PRIMARY, READ_NON_PRIMARY_AND_PUSHED = MAX ^ (READ_PRIMARY | READ_NEEDS_PUSH), READ_PUSHED = MAX ^ READ_NEEDS_PUSH, READ_PAUSED = MAX ^ READ_RESUMED, READ_NOT_QUEUED = MAX ^ (READ_QUEUED | READ_EMITTED_READABLE), READ_NOT_ENDING = MAX ^ READ_ENDING, READ_PIPE_NOT_DRAINED = MAX ^ READ_FLOWING, READ_NOT_NEXT_TICK = MAX ^ READ_NEXT_TICK, READ_NOT_UPDATING = MAX ^ READ_UPDATING, READ_NO_READ_AHEAD = MAX ^ READ_READ_AHEAD, READ_PAUSED_NO_READ_AHEAD = MAX ^ READ_RESUMED_READ_AHEAD, WRITE_ACTIVE = 1 << 18, WRITE_UPDATING = 2 << 18, WRITE_PRIMARY = 4 << 18, WRITE_QUEUED = 8 << 18, WRITE_UNDRAINED = 16 << 18, WRITE_DONE = 32 << 18, WRITE_EMIT_DRAIN = 64 << 18, WRITE_NEXT_TICK = 128 << 18, WRITE_WRITING = 256 << 18, WRITE_FINISHING = 512 << 18, WRITE_CORKED = 1024 << 18, WRITE_NOT_ACTIVE = MAX ^ (WRITE_ACTIVE | WRITE_WRITING), WRITE_NON_PRIMARY = MAX ^ WRITE_PRIMARY, WRITE_NOT_FINISHING = MAX ^ (WRITE_ACTIVE | WRITE_FINISHING), WRITE_DRAINED = MAX ^ WRITE_UNDRAINED, WRITE_NOT_QUEUED = MAX ^ WRITE_QUEUED, WRITE_NOT_NEXT_TICK = MAX ^ WRITE_NEXT_TICK, WRITE_NOT_UPDATING = MAX ^ WRITE_UPDATING, WRITE_NOT_CORKED = MAX ^ WRITE_CORKED, ACTIVE = READ_ACTIVE | WRITE_ACTIVE, NOT_ACTIVE = MAX ^ ACTIVE, DONE = READ_DONE | WRITE_DONE, DESTROY_STATUS = DESTROYING | DESTROYED | PREDESTROYING, OPEN_STATUS = DESTROY_STATUS | OPENING, AUTO_DESTROY = DESTROY_STATUS | DONE, NON_PRIMARY = WRITE_NON_PRIMARY & READ_NON_PRIMARY, ACTIVE_OR_TICKING = WRITE_NEXT_TICK | READ_NEXT_TICK, TICKING = ACTIVE_OR_TICKING & NOT_ACTIVE, IS_OPENING = OPEN_STATUS | TICKING, READ_PRIMARY_STATUS = OPEN_STATUS | READ_ENDING | READ_DONE, READ_STATUS = OPEN_STATUS | READ_DONE | READ_QUEUED, READ_ENDING_STATUS = OPEN_STATUS | READ_ENDING | READ_QUEUED, READ_READABLE_STATUS = OPEN_STATUS | READ_EMIT_READABLE | READ_QUEUED | READ_EMITTED_READABLE, SHOULD_NOT_READ = OPEN_STATUS | READ_ACTIVE | READ_ENDING | READ_DONE | READ_NEEDS_PUSH | READ_READ_AHEAD, READ_BACKPRESSURE_STATUS = DESTROY_STATUS | READ_ENDING | READ_DONE, READ_UPDATE_SYNC_STATUS = READ_UPDATING | OPEN_STATUS | READ_NEXT_TICK | READ_PRIMARY, READ_NEXT_TICK_OR_OPENING = READ_NEXT_TICK | OPENING, WRITE_PRIMARY_STATUS = OPEN_STATUS | WRITE_FINISHING | WRITE_DONE, WRITE_QUEUED_AND_UNDRAINED = WRITE_QUEUED | WRITE_UNDRAINED, WRITE_QUEUED_AND_ACTIVE = WRITE_QUEUED | WRITE_ACTIVE, WRITE_DRAIN_STATUS = WRITE_QUEUED | WRITE_UNDRAINED | OPEN_STATUS | WRITE_ACTIVE, WRITE_STATUS = OPEN_STATUS | WRITE_ACTIVE | WRITE_QUEUED | WRITE_CORKED, WRITE_PRIMARY_AND_ACTIVE = WRITE_PRIMARY | WRITE_ACTIVE, WRITE_ACTIVE_AND_WRITING = WRITE_ACTIVE | WRITE_WRITING, WRITE_FINISHING_STATUS = OPEN_STATUS | WRITE_FINISHING | WRITE_QUEUED_AND_ACTIVE | WRITE_DONE, WRITE_BACKPRESSURE_STATUS = WRITE_UNDRAINED | DESTROY_STATUS | WRITE_FINISHING | WRITE_DONE, WRITE_UPDATE_SYNC_STATUS = WRITE_UPDATING | OPEN_STATUS | WRITE_NEXT_TICK | WRITE_PRIMARY, WRITE_DROP_DATA = WRITE_FINISHING | WRITE_DONE | DESTROY_STATUS, asyncIterator = Symbol.asyncIterator || /* @__PURE__ */ Symbol("asyncIterator"), WritableState = class {
      constructor(stream, { highWaterMark = 16384, map = null, mapWritable, byteLength, byteLengthWritable } = {}) {
        this.stream = stream, this.queue = new FIFO(), this.highWaterMark = highWaterMark, this.buffered = 0, this.error = null, this.pipeline = null, this.drains = null, this.byteLength = byteLengthWritable || byteLength || defaultByteLength, this.map = mapWritable || map, this.afterWrite = afterWrite.bind(this), this.afterUpdateNextTick = updateWriteNT.bind(this);
      }
      get ending() {
        return (this.stream._duplexState & WRITE_FINISHING) !== 0;
      }
      get ended() {
        return (this.stream._duplexState & WRITE_DONE) !== 0;
      }
      push(data) {
        return (this.stream._duplexState & WRITE_DROP_DATA) !== 0 ? !1 : (this.map !== null && (data = this.map(data)), this.buffered += this.byteLength(data), this.queue.push(data), this.buffered < this.highWaterMark ? (this.stream._duplexState |= WRITE_QUEUED, !0) : (this.stream._duplexState |= WRITE_QUEUED_AND_UNDRAINED, !1));
      }
      shift() {
        let data = this.queue.shift();
        return this.buffered -= this.byteLength(data), this.buffered === 0 && (this.stream._duplexState &= WRITE_NOT_QUEUED), data;
      }
      end(data) {
        typeof data == "function" ? this.stream.once("finish", data) : data != null && this.push(data), this.stream._duplexState = (this.stream._duplexState | WRITE_FINISHING) & WRITE_NON_PRIMARY;
      }
      autoBatch(data, cb) {
        let buffer = [], stream = this.stream;
        for (buffer.push(data); (stream._duplexState & WRITE_STATUS) === WRITE_QUEUED_AND_ACTIVE; )
          buffer.push(stream._writableState.shift());
        if ((stream._duplexState & OPEN_STATUS) !== 0) return cb(null);
        stream._writev(buffer, cb);
      }
      update() {
        let stream = this.stream;
        stream._duplexState |= WRITE_UPDATING;
        do {
          for (; (stream._duplexState & WRITE_STATUS) === WRITE_QUEUED; ) {
            let data = this.shift();
            stream._duplexState |= WRITE_ACTIVE_AND_WRITING, stream._write(data, this.afterWrite);
          }
          (stream._duplexState & WRITE_PRIMARY_AND_ACTIVE) === 0 && this.updateNonPrimary();
        } while (this.continueUpdate() === !0);
        stream._duplexState &= WRITE_NOT_UPDATING;
      }
      updateNonPrimary() {
        let stream = this.stream;
        if ((stream._duplexState & WRITE_FINISHING_STATUS) === WRITE_FINISHING) {
          stream._duplexState = stream._duplexState | WRITE_ACTIVE, stream._final(afterFinal.bind(this));
          return;
        }
        if ((stream._duplexState & DESTROY_STATUS) === DESTROYING) {
          (stream._duplexState & ACTIVE_OR_TICKING) === 0 && (stream._duplexState |= ACTIVE, stream._destroy(afterDestroy.bind(this)));
          return;
        }
        (stream._duplexState & IS_OPENING) === OPENING && (stream._duplexState = (stream._duplexState | ACTIVE) & NOT_OPENING, stream._open(afterOpen.bind(this)));
      }
      continueUpdate() {
        return (this.stream._duplexState & WRITE_NEXT_TICK) === 0 ? !1 : (this.stream._duplexState &= WRITE_NOT_NEXT_TICK, !0);
      }
      updateCallback() {
        (this.stream._duplexState & WRITE_UPDATE_SYNC_STATUS) === WRITE_PRIMARY ? this.update() : this.updateNextTick();
      }
      updateNextTick() {
        (this.stream._duplexState & WRITE_NEXT_TICK) === 0 && (this.stream._duplexState |= WRITE_NEXT_TICK, (this.stream._duplexState & WRITE_UPDATING) === 0 && qmt(this.afterUpdateNextTick));
      }
    }, ReadableState = class {
      constructor(stream, { highWaterMark = 16384, map = null, mapReadable, byteLength, byteLengthReadable } = {}) {
        this.stream = stream, this.queue = new FIFO(), this.highWaterMark = highWaterMark === 0 ? 1 : highWaterMark, this.buffered = 0, this.readAhead = highWaterMark > 0, this.error = null, this.pipeline = null, this.byteLength = byteLengthReadable || byteLength || defaultByteLength, this.map = mapReadable || map, this.pipeTo = null, this.afterRead = afterRead.bind(this), this.afterUpdateNextTick = updateReadNT.bind(this);
      }
      get ending() {
        return (this.stream._duplexState & READ_ENDING) !== 0;
      }
      get ended() {
        return (this.stream._duplexState & READ_DONE) !== 0;
      }
      pipe(pipeTo, cb) {
        if (this.pipeTo !== null) throw StreamError.BAD_ARGUMENT("Can only pipe to one destination");
        if (typeof cb != "function" && (cb = null), this.stream._duplexState |= READ_PIPE_DRAINED, this.pipeTo = pipeTo, this.pipeline = new Pipeline(this.stream, pipeTo, cb), cb && this.stream.on("error", noop), isStreamx(pipeTo))
          pipeTo._writableState.pipeline = this.pipeline, cb && pipeTo.on("error", noop), pipeTo.on("finish", this.pipeline.finished.bind(this.pipeline));
        else {
          let onerror = this.pipeline.done.bind(this.pipeline, pipeTo), onclose = this.pipeline.done.bind(this.pipeline, pipeTo, null);
          pipeTo.on("error", onerror), pipeTo.on("close", onclose), pipeTo.on("finish", this.pipeline.finished.bind(this.pipeline));
        }
        pipeTo.on("drain", afterDrain.bind(this)), this.stream.emit("piping", pipeTo), pipeTo.emit("pipe", this.stream);
      }
      push(data) {
        let stream = this.stream;
        return data === null ? (this.highWaterMark = 0, stream._duplexState = (stream._duplexState | READ_ENDING) & READ_NON_PRIMARY_AND_PUSHED, !1) : this.map !== null && (data = this.map(data), data === null) ? (stream._duplexState &= READ_PUSHED, this.buffered < this.highWaterMark) : (this.buffered += this.byteLength(data), this.queue.push(data), stream._duplexState = (stream._duplexState | READ_QUEUED) & READ_PUSHED, this.buffered < this.highWaterMark);
      }
      shift() {
        let data = this.queue.shift();
        return this.buffered -= this.byteLength(data), this.buffered === 0 && (this.stream._duplexState &= READ_NOT_QUEUED), data;
      }
      unshift(data) {
        let pending = [this.map !== null ? this.map(data) : data];
        for (; this.buffered > 0; ) pending.push(this.shift());
        for (let i = 0; i < pending.length - 1; i++) {
          let data2 = pending[i];
          this.buffered += this.byteLength(data2), this.queue.push(data2);
        }
        this.push(pending[pending.length - 1]);
      }
      read() {
        let stream = this.stream;
        if ((stream._duplexState & READ_STATUS) === READ_QUEUED) {
          let data = this.shift();
          return this.pipeTo !== null && this.pipeTo.write(data) === !1 && (stream._duplexState &= READ_PIPE_NOT_DRAINED), (stream._duplexState & READ_EMIT_DATA) !== 0 && stream.emit("data", data), data;
        }
        return this.readAhead === !1 && (stream._duplexState |= READ_READ_AHEAD, this.updateNextTick()), null;
      }
      drain() {
        let stream = this.stream;
        for (; (stream._duplexState & READ_STATUS) === READ_QUEUED && (stream._duplexState & READ_FLOWING) !== 0; ) {
          let data = this.shift();
          this.pipeTo !== null && this.pipeTo.write(data) === !1 && (stream._duplexState &= READ_PIPE_NOT_DRAINED), (stream._duplexState & READ_EMIT_DATA) !== 0 && stream.emit("data", data);
        }
      }
      update() {
        let stream = this.stream;
        stream._duplexState |= READ_UPDATING;
        do {
          for (this.drain(); this.buffered < this.highWaterMark && (stream._duplexState & SHOULD_NOT_READ) === READ_READ_AHEAD; )
            stream._duplexState |= READ_ACTIVE_AND_NEEDS_PUSH, stream._read(this.afterRead), this.drain();
          (stream._duplexState & READ_READABLE_STATUS) === READ_EMIT_READABLE_AND_QUEUED && (stream._duplexState |= READ_EMITTED_READABLE, stream.emit("readable")), (stream._duplexState & READ_PRIMARY_AND_ACTIVE) === 0 && this.updateNonPrimary();
        } while (this.continueUpdate() === !0);
        stream._duplexState &= READ_NOT_UPDATING;
      }
      updateNonPrimary() {
        let stream = this.stream;
        if ((stream._duplexState & READ_ENDING_STATUS) === READ_ENDING && (stream._duplexState = (stream._duplexState | READ_DONE) & READ_NOT_ENDING, stream.emit("end"), (stream._duplexState & AUTO_DESTROY) === DONE && (stream._duplexState |= DESTROYING), this.pipeTo !== null && this.pipeTo.end()), (stream._duplexState & DESTROY_STATUS) === DESTROYING) {
          (stream._duplexState & ACTIVE_OR_TICKING) === 0 && (stream._duplexState |= ACTIVE, stream._destroy(afterDestroy.bind(this)));
          return;
        }
        (stream._duplexState & IS_OPENING) === OPENING && (stream._duplexState = (stream._duplexState | ACTIVE) & NOT_OPENING, stream._open(afterOpen.bind(this)));
      }
      continueUpdate() {
        return (this.stream._duplexState & READ_NEXT_TICK) === 0 ? !1 : (this.stream._duplexState &= READ_NOT_NEXT_TICK, !0);
      }
      updateCallback() {
        (this.stream._duplexState & READ_UPDATE_SYNC_STATUS) === READ_PRIMARY ? this.update() : this.updateNextTick();
      }
      updateNextTickIfOpen() {
        (this.stream._duplexState & READ_NEXT_TICK_OR_OPENING) === 0 && (this.stream._duplexState |= READ_NEXT_TICK, (this.stream._duplexState & READ_UPDATING) === 0 && qmt(this.afterUpdateNextTick));
      }
      updateNextTick() {
        (this.stream._duplexState & READ_NEXT_TICK) === 0 && (this.stream._duplexState |= READ_NEXT_TICK, (this.stream._duplexState & READ_UPDATING) === 0 && qmt(this.afterUpdateNextTick));
      }
    }, TransformState = class {
      constructor(stream) {
        this.data = null, this.afterTransform = afterTransform.bind(stream), this.afterFinal = null;
      }
    }, Pipeline = class {
      constructor(src, dst, cb) {
        this.from = src, this.to = dst, this.afterPipe = cb, this.error = null, this.pipeToFinished = !1;
      }
      finished() {
        this.pipeToFinished = !0;
      }
      done(stream, err) {
        if (err && (this.error = err), stream === this.to && (this.to = null, this.from !== null)) {
          ((this.from._duplexState & READ_DONE) === 0 || !this.pipeToFinished) && this.from.destroy(this.error || StreamError.PREMATURE_CLOSE("Writable stream closed"));
          return;
        }
        if (stream === this.from && (this.from = null, this.to !== null)) {
          (stream._duplexState & READ_DONE) === 0 && this.to.destroy(this.error || StreamError.PREMATURE_CLOSE("Readable stream closed"));
          return;
        }
        this.afterPipe !== null && this.afterPipe(this.error), this.to = this.from = this.afterPipe = null;
      }
    };
    function afterDrain() {
      this.stream._duplexState |= READ_PIPE_DRAINED, this.updateCallback();
    }
    function afterFinal(err) {
      let stream = this.stream;
      err && stream.destroy(err), (stream._duplexState & DESTROY_STATUS) === 0 && (stream._duplexState |= WRITE_DONE, stream.emit("finish")), (stream._duplexState & AUTO_DESTROY) === DONE && (stream._duplexState |= DESTROYING), stream._duplexState &= WRITE_NOT_FINISHING, (stream._duplexState & WRITE_UPDATING) === 0 ? this.update() : this.updateNextTick();
    }
    function afterDestroy(err) {
      let stream = this.stream;
      !err && !StreamError.isStreamDestroyed(this.error) && (err = this.error), err && stream.emit("error", err), stream._duplexState |= DESTROYED, stream.emit("close");
      let rs = stream._readableState, ws = stream._writableState;
      if (rs !== null && rs.pipeline !== null && rs.pipeline.done(stream, err), ws !== null) {
        for (; ws.drains !== null && ws.drains.length > 0; )
          ws.drains.shift().resolve(!1);
        ws.pipeline !== null && ws.pipeline.done(stream, err);
      }
    }
    function afterWrite(err) {
      let stream = this.stream;
      err && stream.destroy(err), stream._duplexState &= WRITE_NOT_ACTIVE, this.drains !== null && tickDrains(this.drains), (stream._duplexState & WRITE_DRAIN_STATUS) === WRITE_UNDRAINED && (stream._duplexState &= WRITE_DRAINED, (stream._duplexState & WRITE_EMIT_DRAIN) === WRITE_EMIT_DRAIN && stream.emit("drain")), this.updateCallback();
    }
    function afterRead(err) {
      err && this.stream.destroy(err), this.stream._duplexState &= READ_NOT_ACTIVE, this.readAhead === !1 && (this.stream._duplexState & READ_RESUMED) === 0 && (this.stream._duplexState &= READ_NO_READ_AHEAD), this.updateCallback();
    }
    function updateReadNT() {
      (this.stream._duplexState & READ_UPDATING) === 0 && (this.stream._duplexState &= READ_NOT_NEXT_TICK, this.update());
    }
    function updateWriteNT() {
      (this.stream._duplexState & WRITE_UPDATING) === 0 && (this.stream._duplexState &= WRITE_NOT_NEXT_TICK, this.update());
    }
    function tickDrains(drains) {
      for (let i = 0; i < drains.length; i++)
        --drains[i].writes === 0 && (drains.shift().resolve(!0), i--);
    }
    function afterOpen(err) {
      let stream = this.stream;
      err && stream.destroy(err), (stream._duplexState & DESTROYING) === 0 && ((stream._duplexState & READ_PRIMARY_STATUS) === 0 && (stream._duplexState |= READ_PRIMARY), (stream._duplexState & WRITE_PRIMARY_STATUS) === 0 && (stream._duplexState |= WRITE_PRIMARY), stream.emit("open")), stream._duplexState &= NOT_ACTIVE, stream._writableState !== null && stream._writableState.updateCallback(), stream._readableState !== null && stream._readableState.updateCallback();
    }
    function afterTransform(err, data) {
      data != null && this.push(data), this._writableState.afterWrite(err);
    }
    function newListener(name) {
      this._readableState !== null && (name === "data" && (this._duplexState |= READ_EMIT_DATA | READ_RESUMED_READ_AHEAD, this._readableState.updateNextTick()), name === "readable" && (this._duplexState |= READ_EMIT_READABLE, this._readableState.updateNextTick())), this._writableState !== null && name === "drain" && (this._duplexState |= WRITE_EMIT_DRAIN, this._writableState.updateNextTick());
    }
    var Stream = class extends EventEmitter {
      constructor(opts) {
        super(), this._duplexState = 0, this._readableState = null, this._writableState = null, opts && (opts.open && (this._open = opts.open), opts.destroy && (this._destroy = opts.destroy), opts.predestroy && (this._predestroy = opts.predestroy), opts.signal && opts.signal.addEventListener("abort", abort.bind(this))), this.on("newListener", newListener);
      }
      _open(cb) {
        cb(null);
      }
      _destroy(cb) {
        cb(null);
      }
      _predestroy() {
      }
      get readable() {
        return this._readableState !== null ? !0 : void 0;
      }
      get writable() {
        return this._writableState !== null ? !0 : void 0;
      }
      get destroyed() {
        return (this._duplexState & DESTROYED) !== 0;
      }
      get destroying() {
        return (this._duplexState & DESTROY_STATUS) !== 0;
      }
      destroy(err) {
        (this._duplexState & DESTROY_STATUS) === 0 && (err || (err = StreamError.STREAM_DESTROYED()), this._duplexState = (this._duplexState | DESTROYING) & NON_PRIMARY, this._readableState !== null && (this._readableState.highWaterMark = 0, this._readableState.error = err), this._writableState !== null && (this._writableState.highWaterMark = 0, this._writableState.error = err), this._duplexState |= PREDESTROYING, this._predestroy(), this._duplexState &= NOT_PREDESTROYING, this._readableState !== null && this._readableState.updateNextTick(), this._writableState !== null && this._writableState.updateNextTick());
      }
    }, Readable = class _Readable extends Stream {
      constructor(opts) {
        super(opts), this._duplexState |= OPENING | WRITE_DONE | READ_READ_AHEAD, this._readableState = new ReadableState(this, opts), opts && (this._readableState.readAhead === !1 && (this._duplexState &= READ_NO_READ_AHEAD), opts.read && (this._read = opts.read), opts.eagerOpen && this._readableState.updateNextTick(), opts.encoding && this.setEncoding(opts.encoding));
      }
      static deferred(fn, opts) {
        let out = new PassThrough(opts);
        return fn().then((src) => {
          if (src === null) return out.end();
          out.destroying || pipeline(src, out, noop);
        }).catch((err) => out.destroy(err)), out;
      }
      setEncoding(encoding) {
        let dec = new TextDecoder2(encoding), map = this._readableState.map || echo;
        return this._readableState.map = mapOrSkip, this;
        function mapOrSkip(data) {
          let next = dec.push(data);
          return next === "" && (data.byteLength !== 0 || dec.remaining > 0) ? null : map(next);
        }
      }
      _read(cb) {
        cb(null);
      }
      pipe(dest, cb) {
        return this._readableState.updateNextTick(), this._readableState.pipe(dest, cb), dest;
      }
      read() {
        return this._readableState.updateNextTick(), this._readableState.read();
      }
      push(data) {
        return this._readableState.updateNextTickIfOpen(), this._readableState.push(data);
      }
      unshift(data) {
        return this._readableState.updateNextTickIfOpen(), this._readableState.unshift(data);
      }
      resume() {
        return this._duplexState |= READ_RESUMED_READ_AHEAD, this._readableState.updateNextTick(), this;
      }
      pause() {
        return this._duplexState &= this._readableState.readAhead === !1 ? READ_PAUSED_NO_READ_AHEAD : READ_PAUSED, this;
      }
      static _fromAsyncIterator(ite, opts) {
        let destroy, rs = new _Readable({
          ...opts,
          read(cb) {
            ite.next().then(push).then(cb.bind(null, null)).catch(cb);
          },
          predestroy() {
            destroy = ite.return();
          },
          destroy(cb) {
            if (!destroy) return cb(null);
            destroy.then(cb.bind(null, null)).catch(cb);
          }
        });
        return rs;
        function push(data) {
          data.done ? rs.push(null) : rs.push(data.value);
        }
      }
      static from(data, opts) {
        if (isReadStreamx(data)) return data;
        if (data[asyncIterator]) return this._fromAsyncIterator(data[asyncIterator](), opts);
        Array.isArray(data) || (data = data === void 0 ? [] : [data]);
        let i = 0;
        return new _Readable({
          ...opts,
          read(cb) {
            this.push(i === data.length ? null : data[i++]), cb(null);
          }
        });
      }
      static isBackpressured(rs) {
        return (rs._duplexState & READ_BACKPRESSURE_STATUS) !== 0 || rs._readableState.buffered >= rs._readableState.highWaterMark;
      }
      static isPaused(rs) {
        return (rs._duplexState & READ_RESUMED) === 0;
      }
      [asyncIterator]() {
        let stream = this, error = null, promiseResolve = null, promiseReject = null;
        return this.on("error", (err) => {
          error = err;
        }), this.on("readable", onreadable), this.on("close", onclose), {
          [asyncIterator]() {
            return this;
          },
          next() {
            return new Promise(function(resolve3, reject) {
              promiseResolve = resolve3, promiseReject = reject;
              let data = stream.read();
              data !== null ? ondata(data) : (stream._duplexState & DESTROYED) !== 0 && ondata(null);
            });
          },
          return() {
            return destroy(null);
          },
          throw(err) {
            return destroy(err);
          }
        };
        function onreadable() {
          promiseResolve !== null && ondata(stream.read());
        }
        function onclose() {
          promiseResolve !== null && ondata(null);
        }
        function ondata(data) {
          promiseReject !== null && (error ? promiseReject(error) : data === null && (stream._duplexState & READ_DONE) === 0 ? promiseReject(StreamError.STREAM_DESTROYED()) : promiseResolve({ value: data, done: data === null }), promiseReject = promiseResolve = null);
        }
        function destroy(err) {
          return stream.destroy(err), new Promise((resolve3, reject) => {
            if (stream._duplexState & DESTROYED) return resolve3({ value: void 0, done: !0 });
            stream.once("close", function() {
              err ? reject(err) : resolve3({ value: void 0, done: !0 });
            });
          });
        }
      }
    }, Writable = class extends Stream {
      constructor(opts) {
        super(opts), this._duplexState |= OPENING | READ_DONE, this._writableState = new WritableState(this, opts), opts && (opts.writev && (this._writev = opts.writev), opts.write && (this._write = opts.write), opts.final && (this._final = opts.final), opts.eagerOpen && this._writableState.updateNextTick());
      }
      cork() {
        this._duplexState |= WRITE_CORKED;
      }
      uncork() {
        this._duplexState &= WRITE_NOT_CORKED, this._writableState.updateNextTick();
      }
      _writev(batch, cb) {
        cb(null);
      }
      _write(data, cb) {
        this._writableState.autoBatch(data, cb);
      }
      _final(cb) {
        cb(null);
      }
      static isBackpressured(ws) {
        return (ws._duplexState & WRITE_BACKPRESSURE_STATUS) !== 0;
      }
      static drained(ws) {
        if (ws.destroyed) return Promise.resolve(!1);
        let state = ws._writableState, writes = (isWritev(ws) ? Math.min(1, state.queue.length) : state.queue.length) + (ws._duplexState & WRITE_WRITING ? 1 : 0);
        return writes === 0 ? Promise.resolve(!0) : (state.drains === null && (state.drains = []), new Promise((resolve3) => {
          state.drains.push({ writes, resolve: resolve3 });
        }));
      }
      write(data) {
        return this._writableState.updateNextTick(), this._writableState.push(data);
      }
      end(data) {
        return this._writableState.updateNextTick(), this._writableState.end(data), this;
      }
    }, Duplex = class extends Readable {
      // and Writable
      constructor(opts) {
        super(opts), this._duplexState = OPENING | this._duplexState & READ_READ_AHEAD, this._writableState = new WritableState(this, opts), opts && (opts.writev && (this._writev = opts.writev), opts.write && (this._write = opts.write), opts.final && (this._final = opts.final));
      }
      cork() {
        this._duplexState |= WRITE_CORKED;
      }
      uncork() {
        this._duplexState &= WRITE_NOT_CORKED, this._writableState.updateNextTick();
      }
      _writev(batch, cb) {
        cb(null);
      }
      _write(data, cb) {
        this._writableState.autoBatch(data, cb);
      }
      _final(cb) {
        cb(null);
      }
      write(data) {
        return this._writableState.updateNextTick(), this._writableState.push(data);
      }
      end(data) {
        return this._writableState.updateNextTick(), this._writableState.end(data), this;
      }
    }, Transform = class extends Duplex {
      constructor(opts) {
        super(opts), this._transformState = new TransformState(this), opts && (opts.transform && (this._transform = opts.transform), opts.flush && (this._flush = opts.flush));
      }
      _write(data, cb) {
        this._readableState.buffered >= this._readableState.highWaterMark ? this._transformState.data = data : this._transform(data, this._transformState.afterTransform);
      }
      _read(cb) {
        if (this._transformState.data !== null) {
          let data = this._transformState.data;
          this._transformState.data = null, cb(null), this._transform(data, this._transformState.afterTransform);
        } else
          cb(null);
      }
      destroy(err) {
        super.destroy(err), this._transformState.data !== null && (this._transformState.data = null, this._transformState.afterTransform());
      }
      _transform(data, cb) {
        cb(null, data);
      }
      _flush(cb) {
        cb(null);
      }
      _final(cb) {
        this._transformState.afterFinal = cb, this._flush(transformAfterFlush.bind(this));
      }
    }, PassThrough = class extends Transform {
    };
    function transformAfterFlush(err, data) {
      let cb = this._transformState.afterFinal;
      if (err) return cb(err);
      data != null && this.push(data), this.push(null), cb(null);
    }
    function pipelinePromise(...streams) {
      return new Promise((resolve3, reject) => pipeline(...streams, (err) => {
        if (err) return reject(err);
        resolve3();
      }));
    }
    function pipeline(stream, ...streams) {
      let all = Array.isArray(stream) ? [...stream, ...streams] : [stream, ...streams], done = all.length && typeof all[all.length - 1] == "function" ? all.pop() : null;
      if (all.length < 2) throw StreamError.BAD_ARGUMENT("Pipeline requires at least 2 streams");
      let src = all[0], dest = null, error = null;
      for (let i = 1; i < all.length; i++)
        dest = all[i], isStreamx(src) ? src.pipe(dest, onerror) : (errorHandle(src, !0, i > 1, onerror), src.pipe(dest)), src = dest;
      if (done) {
        let fin = !1, autoDestroy = isStreamx(dest) || !!(dest._writableState && dest._writableState.autoDestroy);
        dest.on("error", (err) => {
          error === null && (error = err);
        }), dest.on("finish", () => {
          fin = !0, autoDestroy || done(error);
        }), autoDestroy && dest.on("close", () => done(error || (fin ? null : StreamError.PREMATURE_CLOSE())));
      }
      return dest;
      function errorHandle(s, rd, wr, onerror2) {
        s.on("error", onerror2), s.on("close", onclose);
        function onclose() {
          if (rd && s._readableState && !s._readableState.ended || wr && s._writableState && !s._writableState.ended)
            return onerror2(StreamError.PREMATURE_CLOSE());
        }
      }
      function onerror(err) {
        if (!(!err || error)) {
          error = err;
          for (let s of all)
            s.destroy(err);
        }
      }
    }
    function echo(s) {
      return s;
    }
    function isStream(stream) {
      return !!stream._readableState || !!stream._writableState;
    }
    function isStreamx(stream) {
      return typeof stream._duplexState == "number" && isStream(stream);
    }
    function isEnding(stream) {
      return !!stream._readableState && stream._readableState.ending;
    }
    function isEnded(stream) {
      return !!stream._readableState && stream._readableState.ended;
    }
    function isFinishing(stream) {
      return !!stream._writableState && stream._writableState.ending;
    }
    function isFinished(stream) {
      return !!stream._writableState && stream._writableState.ended;
    }
    function getStreamError(stream, opts = {}) {
      let err = stream._readableState && stream._readableState.error || stream._writableState && stream._writableState.error;
      return !opts.all && StreamError.isStreamDestroyed(err) ? null : err;
    }
    function isReadStreamx(stream) {
      return isStreamx(stream) && stream.readable;
    }
    function isDisturbed(stream) {
      return (stream._duplexState & OPENING) !== OPENING || (stream._duplexState & DESTROYING) === DESTROYING || (stream._duplexState & ACTIVE_OR_TICKING) !== 0;
    }
    function isTypedArray(data) {
      return typeof data == "object" && data !== null && typeof data.byteLength == "number";
    }
    function defaultByteLength(data) {
      return isTypedArray(data) ? data.byteLength : 1024;
    }
    function noop() {
    }
    function abort() {
      this.destroy(StreamError.ABORTED());
    }
    function isWritev(s) {
      return s._writev !== Writable.prototype._writev && s._writev !== Duplex.prototype._writev;
    }
    module.exports = {
      pipeline,
      pipelinePromise,
      isStream,
      isStreamx,
      isEnding,
      isEnded,
      isFinishing,
      isFinished,
      isDisturbed,
      getStreamError,
      Stream,
      Writable,
      Readable,
      Duplex,
      Transform,
      // Export PassThrough for compatibility with Node.js core's stream module
      PassThrough
    };
  }
});

// node_modules/tar-stream/headers.js
var require_headers = __commonJS({
  "node_modules/tar-stream/headers.js"(exports) {
    var b4a = require_b4a(), ZEROS = "0000000000000000000", SEVENS = "7777777777777777777", ZERO_OFFSET = 48, USTAR_MAGIC = b4a.from([117, 115, 116, 97, 114, 0]), USTAR_VER = b4a.from([ZERO_OFFSET, ZERO_OFFSET]), GNU_MAGIC = b4a.from([117, 115, 116, 97, 114, 32]), GNU_VER = b4a.from([32, 0]), MASK = 4095, MAGIC_OFFSET = 257, VERSION_OFFSET = 263;
    exports.decodeLongPath = function(buf, encoding) {
      return decodeStr(buf, 0, buf.length, encoding);
    };
    exports.encodePax = function(opts) {
      let result = "";
      opts.name && (result += addLength(" path=" + opts.name + `
`)), opts.linkname && (result += addLength(" linkpath=" + opts.linkname + `
`));
      let pax = opts.pax;
      if (pax)
        for (let key in pax)
          result += addLength(" " + key + "=" + pax[key] + `
`);
      return b4a.from(result);
    };
    exports.decodePax = function(buf) {
      let result = {};
      for (; buf.length; ) {
        let i = 0;
        for (; i < buf.length && buf[i] !== 32; ) i++;
        let len = parseInt(b4a.toString(buf.subarray(0, i)), 10);
        if (!len) return result;
        let b = b4a.toString(buf.subarray(i + 1, len - 1)), keyIndex = b.indexOf("=");
        if (keyIndex === -1) return result;
        result[b.slice(0, keyIndex)] = b.slice(keyIndex + 1), buf = buf.subarray(len);
      }
      return result;
    };
    exports.encode = function(opts) {
      let buf = b4a.alloc(512), name = opts.name, prefix = "";
      if (opts.typeflag === 5 && name[name.length - 1] !== "/" && (name += "/"), b4a.byteLength(name) !== name.length) return null;
      for (; b4a.byteLength(name) > 100; ) {
        let i = name.indexOf("/");
        if (i === -1) return null;
        prefix += prefix ? "/" + name.slice(0, i) : name.slice(0, i), name = name.slice(i + 1);
      }
      return b4a.byteLength(name) > 100 || b4a.byteLength(prefix) > 155 || opts.linkname && b4a.byteLength(opts.linkname) > 100 ? null : (b4a.write(buf, name), b4a.write(buf, encodeOct(opts.mode & MASK, 6), 100), b4a.write(buf, encodeOct(opts.uid, 6), 108), b4a.write(buf, encodeOct(opts.gid, 6), 116), encodeSize(opts.size, buf, 124), b4a.write(buf, encodeOct(opts.mtime.getTime() / 1e3 | 0, 11), 136), buf[156] = ZERO_OFFSET + toTypeflag(opts.type), opts.linkname && b4a.write(buf, opts.linkname, 157), b4a.copy(USTAR_MAGIC, buf, MAGIC_OFFSET), b4a.copy(USTAR_VER, buf, VERSION_OFFSET), opts.uname && b4a.write(buf, opts.uname, 265), opts.gname && b4a.write(buf, opts.gname, 297), b4a.write(buf, encodeOct(opts.devmajor || 0, 6), 329), b4a.write(buf, encodeOct(opts.devminor || 0, 6), 337), prefix && b4a.write(buf, prefix, 345), b4a.write(buf, encodeOct(cksum(buf), 6), 148), buf);
    };
    exports.decode = function(buf, filenameEncoding, allowUnknownFormat) {
      let typeflag = buf[156] === 0 ? 0 : buf[156] - ZERO_OFFSET, name = decodeStr(buf, 0, 100, filenameEncoding), mode = decodeOct(buf, 100, 8), uid = decodeOct(buf, 108, 8), gid = decodeOct(buf, 116, 8), size = decodeOct(buf, 124, 12), mtime = decodeOct(buf, 136, 12), type = toType(typeflag), linkname = buf[157] === 0 ? null : decodeStr(buf, 157, 100, filenameEncoding), uname = decodeStr(buf, 265, 32), gname = decodeStr(buf, 297, 32), devmajor = decodeOct(buf, 329, 8), devminor = decodeOct(buf, 337, 8), c = cksum(buf);
      if (c === 256) return null;
      if (c !== decodeOct(buf, 148, 8)) throw new Error("Invalid tar header. Maybe the tar is corrupted or it needs to be gunzipped?");
      if (isUSTAR(buf))
        buf[345] && (name = decodeStr(buf, 345, 155, filenameEncoding) + "/" + name);
      else if (!isGNU(buf)) {
        if (!allowUnknownFormat)
          throw new Error("Invalid tar header: unknown format.");
      }
      return typeflag === 0 && name && name[name.length - 1] === "/" && (typeflag = 5), {
        name,
        mode,
        uid,
        gid,
        size,
        byteOffset: 0,
        mtime: new Date(1e3 * mtime),
        type,
        linkname,
        uname,
        gname,
        devmajor,
        devminor,
        pax: null
      };
    };
    function isUSTAR(buf) {
      return b4a.equals(USTAR_MAGIC, buf.subarray(MAGIC_OFFSET, MAGIC_OFFSET + 6));
    }
    function isGNU(buf) {
      return b4a.equals(GNU_MAGIC, buf.subarray(MAGIC_OFFSET, MAGIC_OFFSET + 6)) && b4a.equals(GNU_VER, buf.subarray(VERSION_OFFSET, VERSION_OFFSET + 2));
    }
    function clamp(index, len, defaultValue) {
      return typeof index != "number" ? defaultValue : (index = ~~index, index >= len ? len : index >= 0 || (index += len, index >= 0) ? index : 0);
    }
    function toType(flag) {
      switch (flag) {
        case 0:
          return "file";
        case 1:
          return "link";
        case 2:
          return "symlink";
        case 3:
          return "character-device";
        case 4:
          return "block-device";
        case 5:
          return "directory";
        case 6:
          return "fifo";
        case 7:
          return "contiguous-file";
        case 72:
          return "pax-header";
        case 55:
          return "pax-global-header";
        case 27:
          return "gnu-long-link-path";
        case 28:
        case 30:
          return "gnu-long-path";
      }
      return null;
    }
    function toTypeflag(flag) {
      switch (flag) {
        case "file":
          return 0;
        case "link":
          return 1;
        case "symlink":
          return 2;
        case "character-device":
          return 3;
        case "block-device":
          return 4;
        case "directory":
          return 5;
        case "fifo":
          return 6;
        case "contiguous-file":
          return 7;
        case "pax-header":
          return 72;
      }
      return 0;
    }
    function indexOf(block, num, offset, end) {
      for (; offset < end; offset++)
        if (block[offset] === num) return offset;
      return end;
    }
    function cksum(block) {
      let sum = 256;
      for (let i = 0; i < 148; i++) sum += block[i];
      for (let j = 156; j < 512; j++) sum += block[j];
      return sum;
    }
    function encodeOct(val, n) {
      return val = val.toString(8), val.length > n ? SEVENS.slice(0, n) + " " : ZEROS.slice(0, n - val.length) + val + " ";
    }
    function encodeSizeBin(num, buf, off) {
      buf[off] = 128;
      for (let i = 11; i > 0; i--)
        buf[off + i] = num & 255, num = Math.floor(num / 256);
    }
    function encodeSize(num, buf, off) {
      num.toString(8).length > 11 ? encodeSizeBin(num, buf, off) : b4a.write(buf, encodeOct(num, 11), off);
    }
    function parse256(buf) {
      let positive;
      if (buf[0] === 128) positive = !0;
      else if (buf[0] === 255) positive = !1;
      else return null;
      let tuple = [], i;
      for (i = buf.length - 1; i > 0; i--) {
        let byte = buf[i];
        positive ? tuple.push(byte) : tuple.push(255 - byte);
      }
      let sum = 0, l = tuple.length;
      for (i = 0; i < l; i++)
        sum += tuple[i] * Math.pow(256, i);
      return positive ? sum : -1 * sum;
    }
    function decodeOct(val, offset, length) {
      if (val = val.subarray(offset, offset + length), offset = 0, val[offset] & 128)
        return parse256(val);
      {
        for (; offset < val.length && val[offset] === 32; ) offset++;
        let end = clamp(indexOf(val, 32, offset, val.length), val.length, val.length);
        for (; offset < end && val[offset] === 0; ) offset++;
        return end === offset ? 0 : parseInt(b4a.toString(val.subarray(offset, end)), 8);
      }
    }
    function decodeStr(val, offset, length, encoding) {
      return b4a.toString(val.subarray(offset, indexOf(val, 0, offset, offset + length)), encoding);
    }
    function addLength(str) {
      let len = b4a.byteLength(str), digits = Math.floor(Math.log(len) / Math.log(10)) + 1;
      return len + digits >= Math.pow(10, digits) && digits++, len + digits + str;
    }
  }
});

// node_modules/tar-stream/extract.js
var require_extract = __commonJS({
  "node_modules/tar-stream/extract.js"(exports, module) {
    var { Writable, Readable, getStreamError } = require_streamx(), FIFO = require_fast_fifo(), b4a = require_b4a(), headers = require_headers(), EMPTY = b4a.alloc(0), MAX_HEADER_SIZE = 4 * 1024 * 1024, BufferList = class {
      constructor() {
        this.buffered = 0, this.shifted = 0, this.queue = new FIFO(), this._offset = 0;
      }
      push(buffer) {
        this.buffered += buffer.byteLength, this.queue.push(buffer);
      }
      shiftFirst(size) {
        return this.buffered === 0 ? null : this._next(size);
      }
      shift(size) {
        if (size > this.buffered) return null;
        if (size === 0) return EMPTY;
        let chunk = this._next(size);
        if (size === chunk.byteLength) return chunk;
        let chunks = [chunk];
        for (; (size -= chunk.byteLength) > 0; )
          chunk = this._next(size), chunks.push(chunk);
        return b4a.concat(chunks);
      }
      _next(size) {
        let buf = this.queue.peek(), rem = buf.byteLength - this._offset;
        if (size >= rem) {
          let sub = this._offset ? buf.subarray(this._offset, buf.byteLength) : buf;
          return this.queue.shift(), this._offset = 0, this.buffered -= rem, this.shifted += rem, sub;
        }
        return this.buffered -= size, this.shifted += size, buf.subarray(this._offset, this._offset += size);
      }
    }, Source = class extends Readable {
      constructor(self2, header, offset) {
        super(), this.header = header, this.offset = offset, this._parent = self2;
      }
      _read(cb) {
        this.header.size === 0 && this.push(null), this._parent._stream === this && this._parent._update(), cb(null);
      }
      _predestroy() {
        this._parent.destroy(getStreamError(this));
      }
      _detach() {
        this._parent._stream === this && (this._parent._stream = null, this._parent._missing = overflow(this.header.size), this._parent._update());
      }
      _destroy(cb) {
        this._detach(), cb(null);
      }
    }, Extract = class extends Writable {
      constructor(opts) {
        super(opts), opts || (opts = {}), this._buffer = new BufferList(), this._offset = 0, this._header = null, this._stream = null, this._missing = 0, this._longHeader = !1, this._callback = noop, this._locked = !1, this._finished = !1, this._pax = null, this._paxGlobal = null, this._gnuLongPath = null, this._gnuLongLinkPath = null, this._filenameEncoding = opts.filenameEncoding || "utf-8", this._allowUnknownFormat = !!opts.allowUnknownFormat, this._unlockBound = this._unlock.bind(this);
      }
      _unlock(err) {
        if (this._locked = !1, err) {
          this.destroy(err), this._continueWrite(err);
          return;
        }
        this._update();
      }
      _consumeHeader() {
        if (this._locked) return !1;
        this._offset = this._buffer.shifted;
        try {
          this._header = headers.decode(this._buffer.shift(512), this._filenameEncoding, this._allowUnknownFormat);
        } catch (err) {
          return this._continueWrite(err), !1;
        }
        if (!this._header) return !0;
        switch (this._header.byteOffset = this._buffer.shifted, this._header.type) {
          case "gnu-long-path":
          case "gnu-long-link-path":
          case "pax-global-header":
          case "pax-header":
            return this._longHeader = !0, this._missing = this._header.size, this._missing > MAX_HEADER_SIZE ? (this._continueWrite(new Error("Header exceeds max size")), !1) : !0;
        }
        return this._locked = !0, this._applyLongHeaders(), this._header.size >= 0 ? this._header.size === 0 || this._header.type === "directory" ? (this.emit("entry", this._header, this._createStream(), this._unlockBound), !0) : (this._stream = this._createStream(), this._missing = this._header.size, this.emit("entry", this._header, this._stream, this._unlockBound), !0) : (this._continueWrite(new Error("Invalid header")), !1);
      }
      _applyLongHeaders() {
        this._gnuLongPath && (this._header.name = this._gnuLongPath, this._gnuLongPath = null), this._gnuLongLinkPath && (this._header.linkname = this._gnuLongLinkPath, this._gnuLongLinkPath = null), this._pax && (this._pax.path && (this._header.name = this._pax.path), this._pax.linkpath && (this._header.linkname = this._pax.linkpath), this._pax.size && (this._header.size = parseInt(this._pax.size, 10)), this._header.pax = this._pax, this._pax = null);
      }
      _decodeLongHeader(buf) {
        switch (this._header.type) {
          case "gnu-long-path":
            this._gnuLongPath = headers.decodeLongPath(buf, this._filenameEncoding);
            break;
          case "gnu-long-link-path":
            this._gnuLongLinkPath = headers.decodeLongPath(buf, this._filenameEncoding);
            break;
          case "pax-global-header":
            this._paxGlobal = headers.decodePax(buf);
            break;
          case "pax-header":
            this._pax = this._paxGlobal === null ? headers.decodePax(buf) : Object.assign({}, this._paxGlobal, headers.decodePax(buf));
            break;
        }
      }
      _consumeLongHeader() {
        this._longHeader = !1, this._missing = overflow(this._header.size);
        let buf = this._buffer.shift(this._header.size);
        try {
          this._decodeLongHeader(buf);
        } catch (err) {
          return this._continueWrite(err), !1;
        }
        return !0;
      }
      _consumeStream() {
        let buf = this._buffer.shiftFirst(this._missing);
        if (buf === null) return !1;
        this._missing -= buf.byteLength;
        let drained = this._stream.push(buf);
        return this._missing === 0 ? (this._stream.push(null), drained && this._stream._detach(), drained && this._locked === !1) : drained;
      }
      _createStream() {
        return new Source(this, this._header, this._offset);
      }
      _update() {
        for (; this._buffer.buffered > 0 && !this.destroying; ) {
          if (this._missing > 0) {
            if (this._stream !== null) {
              if (this._consumeStream() === !1) return;
              continue;
            }
            if (this._longHeader === !0) {
              if (this._missing > this._buffer.buffered) break;
              if (this._consumeLongHeader() === !1) return !1;
              continue;
            }
            let ignore = this._buffer.shiftFirst(this._missing);
            ignore !== null && (this._missing -= ignore.byteLength);
            continue;
          }
          if (this._buffer.buffered < 512) break;
          if (this._stream !== null || this._consumeHeader() === !1) return;
        }
        this._continueWrite(null);
      }
      _continueWrite(err) {
        let cb = this._callback;
        this._callback = noop, cb(err);
      }
      _write(data, cb) {
        this._callback = cb, this._buffer.push(data), this._update();
      }
      _final(cb) {
        this._finished = this._missing === 0 && this._buffer.buffered === 0, cb(this._finished ? null : new Error("Unexpected end of data"));
      }
      _predestroy() {
        this._continueWrite(null);
      }
      _destroy(cb) {
        this._stream && this._stream.destroy(getStreamError(this)), cb(null);
      }
      [Symbol.asyncIterator]() {
        let error = null, promiseResolve = null, promiseReject = null, entryStream = null, entryCallback = null, extract = this;
        return this.on("entry", onentry), this.on("error", (err) => {
          error = err;
        }), this.on("close", onclose), {
          [Symbol.asyncIterator]() {
            return this;
          },
          next() {
            return new Promise(onnext);
          },
          return() {
            return destroy(null);
          },
          throw(err) {
            return destroy(err);
          }
        };
        function consumeCallback(err) {
          if (!entryCallback) return;
          let cb = entryCallback;
          entryCallback = null, cb(err);
        }
        function onnext(resolve3, reject) {
          if (error)
            return reject(error);
          if (entryStream) {
            resolve3({ value: entryStream, done: !1 }), entryStream = null;
            return;
          }
          promiseResolve = resolve3, promiseReject = reject, consumeCallback(null), extract._finished && promiseResolve && (promiseResolve({ value: void 0, done: !0 }), promiseResolve = promiseReject = null);
        }
        function onentry(header, stream, callback) {
          entryCallback = callback, stream.on("error", noop), promiseResolve ? (promiseResolve({ value: stream, done: !1 }), promiseResolve = promiseReject = null) : entryStream = stream;
        }
        function onclose() {
          consumeCallback(error), promiseResolve && (error ? promiseReject(error) : promiseResolve({ value: void 0, done: !0 }), promiseResolve = promiseReject = null);
        }
        function destroy(err) {
          return extract.destroy(err), consumeCallback(err), new Promise((resolve3, reject) => {
            if (extract.destroyed) return resolve3({ value: void 0, done: !0 });
            extract.once("close", function() {
              err ? reject(err) : resolve3({ value: void 0, done: !0 });
            });
          });
        }
      }
    };
    module.exports = function(opts) {
      return new Extract(opts);
    };
    function noop() {
    }
    function overflow(size) {
      return size &= 511, size && 512 - size;
    }
  }
});

// node_modules/tar-stream/constants.js
var require_constants = __commonJS({
  "node_modules/tar-stream/constants.js"(exports, module) {
    var constants2 = {
      // just for envs without fs
      S_IFMT: 61440,
      S_IFDIR: 16384,
      S_IFCHR: 8192,
      S_IFBLK: 24576,
      S_IFIFO: 4096,
      S_IFLNK: 40960
    };
    try {
      module.exports = __require("fs").constants || constants2;
    } catch {
      module.exports = constants2;
    }
  }
});

// node_modules/tar-stream/pack.js
var require_pack = __commonJS({
  "node_modules/tar-stream/pack.js"(exports, module) {
    var { Readable, Writable, getStreamError } = require_streamx(), b4a = require_b4a(), constants2 = require_constants(), headers = require_headers(), DMODE = 493, FMODE = 420, END_OF_TAR = b4a.alloc(1024), Sink = class extends Writable {
      constructor(pack, header, callback) {
        super({ mapWritable, eagerOpen: !0 }), this.written = 0, this.header = header, this._callback = callback, this._linkname = null, this._isLinkname = header.type === "symlink" && !header.linkname, this._isVoid = header.type !== "file" && header.type !== "contiguous-file", this._finished = !1, this._pack = pack, this._openCallback = null, this._pack._stream === null ? this._pack._stream = this : this._pack._pending.push(this);
      }
      _open(cb) {
        this._openCallback = cb, this._pack._stream === this && this._continueOpen();
      }
      _continuePack(err) {
        if (this._callback === null) return;
        let callback = this._callback;
        this._callback = null, callback(err);
      }
      _continueOpen() {
        this._pack._stream === null && (this._pack._stream = this);
        let cb = this._openCallback;
        if (this._openCallback = null, cb !== null) {
          if (this._pack.destroying) return cb(new Error("pack stream destroyed"));
          if (this._pack._finalized) return cb(new Error("pack stream is already finalized"));
          this._pack._stream = this, this._isLinkname || this._pack._encode(this.header), this._isVoid && (this._finish(), this._continuePack(null)), cb(null);
        }
      }
      _write(data, cb) {
        if (this._isLinkname)
          return this._linkname = this._linkname ? b4a.concat([this._linkname, data]) : data, cb(null);
        if (this._isVoid)
          return data.byteLength > 0 ? cb(new Error("No body allowed for this entry")) : cb();
        if (this.written += data.byteLength, this._pack.push(data)) return cb();
        this._pack._drain = cb;
      }
      _finish() {
        this._finished || (this._finished = !0, this._isLinkname && (this.header.linkname = this._linkname ? b4a.toString(this._linkname, "utf-8") : "", this._pack._encode(this.header)), overflow(this._pack, this.header.size), this._pack._done(this));
      }
      _final(cb) {
        if (this.written !== this.header.size)
          return cb(new Error("Size mismatch"));
        this._finish(), cb(null);
      }
      _getError() {
        return getStreamError(this) || new Error("tar entry destroyed");
      }
      _predestroy() {
        this._pack.destroy(this._getError());
      }
      _destroy(cb) {
        this._pack._done(this), this._continuePack(this._finished ? null : this._getError()), cb();
      }
    }, Pack = class extends Readable {
      constructor(opts) {
        super(opts), this._drain = noop, this._finalized = !1, this._finalizing = !1, this._pending = [], this._stream = null;
      }
      entry(header, buffer, callback) {
        if (this._finalized || this.destroying) throw new Error("already finalized or destroyed");
        typeof buffer == "function" && (callback = buffer, buffer = null), callback || (callback = noop), (!header.size || header.type === "symlink") && (header.size = 0), header.type || (header.type = modeToType(header.mode)), header.mode || (header.mode = header.type === "directory" ? DMODE : FMODE), header.uid || (header.uid = 0), header.gid || (header.gid = 0), header.mtime || (header.mtime = /* @__PURE__ */ new Date()), typeof buffer == "string" && (buffer = b4a.from(buffer));
        let sink = new Sink(this, header, callback);
        return b4a.isBuffer(buffer) ? (header.size = buffer.byteLength, sink.write(buffer), sink.end(), sink) : (sink._isVoid, sink);
      }
      finalize() {
        if (this._stream || this._pending.length > 0) {
          this._finalizing = !0;
          return;
        }
        this._finalized || (this._finalized = !0, this.push(END_OF_TAR), this.push(null));
      }
      _done(stream) {
        stream === this._stream && (this._stream = null, this._finalizing && this.finalize(), this._pending.length && this._pending.shift()._continueOpen());
      }
      _encode(header) {
        if (!header.pax) {
          let buf = headers.encode(header);
          if (buf) {
            this.push(buf);
            return;
          }
        }
        this._encodePax(header);
      }
      _encodePax(header) {
        let paxHeader = headers.encodePax({
          name: header.name,
          linkname: header.linkname,
          pax: header.pax
        }), newHeader = {
          name: "PaxHeader",
          mode: header.mode,
          uid: header.uid,
          gid: header.gid,
          size: paxHeader.byteLength,
          mtime: header.mtime,
          type: "pax-header",
          linkname: header.linkname && "PaxHeader",
          uname: header.uname,
          gname: header.gname,
          devmajor: header.devmajor,
          devminor: header.devminor
        };
        this.push(headers.encode(newHeader)), this.push(paxHeader), overflow(this, paxHeader.byteLength), newHeader.size = header.size, newHeader.type = header.type, this.push(headers.encode(newHeader));
      }
      _doDrain() {
        let drain = this._drain;
        this._drain = noop, drain();
      }
      _predestroy() {
        let err = getStreamError(this);
        for (this._stream && this._stream.destroy(err); this._pending.length; ) {
          let stream = this._pending.shift();
          stream.destroy(err), stream._continueOpen();
        }
        this._doDrain();
      }
      _read(cb) {
        this._doDrain(), cb();
      }
    };
    module.exports = function(opts) {
      return new Pack(opts);
    };
    function modeToType(mode) {
      switch (mode & constants2.S_IFMT) {
        case constants2.S_IFBLK:
          return "block-device";
        case constants2.S_IFCHR:
          return "character-device";
        case constants2.S_IFDIR:
          return "directory";
        case constants2.S_IFIFO:
          return "fifo";
        case constants2.S_IFLNK:
          return "symlink";
      }
      return "file";
    }
    function noop() {
    }
    function overflow(self2, size) {
      size &= 511, size && self2.push(END_OF_TAR.subarray(0, 512 - size));
    }
    function mapWritable(buf) {
      return b4a.isBuffer(buf) ? buf : b4a.from(buf);
    }
  }
});

// node_modules/tar-stream/index.js
var require_tar_stream = __commonJS({
  "node_modules/tar-stream/index.js"(exports) {
    exports.extract = require_extract();
    exports.pack = require_pack();
  }
});

// ../../peers/srcx/errors.ts
var exitCodes, PyverifyError, init_errors = __esm({
  "../../peers/srcx/errors.ts"() {
    exitCodes = {
      /** report it */
      bug: 1,
      /** fix the command line */
      usage: 2,
      /** no such release, or never signed with Sigstore: pick another */
      release: 3,
      /** retry */
      network: 4,
      /** retry, or update pyverify */
      "trusted-root": 5,
      /** stop and investigate; never retry */
      verification: 6,
      /** signed, yet not a tarball to unpack: report it */
      archive: 7,
      /** fix path or permissions */
      filesystem: 8
    }, PyverifyError = class extends Error {
      kind;
      code;
      because;
      hint;
      constructor(kind, code, message, details = {}) {
        super(message, details.cause === void 0 ? void 0 : { cause: details.cause }), this.name = "PyverifyError", this.kind = kind, this.code = code, this.because = details.because, this.hint = details.hint;
      }
      /** The exit code of this failure's kind. */
      get exitCode() {
        return exitCodes[this.kind];
      }
    };
  }
});

// ../../peers/srcx/extract/archive-failure.ts
function malformed(reason) {
  return new PyverifyError("archive", "archive-malformed", `the archive is malformed: ${reason}`, {
    because: "nothing is guessed about an archive that two programs could read in two ways",
    hint: "the tarball is signed, so please report this to its release manager"
  });
}
function refusedEntry(code, name, reason) {
  return new PyverifyError("archive", code, `the archive's entry "${printable(name)}" is refused`, {
    because: reason,
    hint: "the tarball is signed, so please report this to its release manager"
  });
}
function limitExceeded(reason) {
  return new PyverifyError("archive", "limit-exceeded", `the archive is too large: ${reason}`, {
    because: "it could fill memory or disk",
    hint: "the tarball is signed, so please report this to its release manager"
  });
}
function printable(name) {
  return (name.length > 200 ? `${name.slice(0, 200)}\u2026` : name).replaceAll(/[^\x20-\x7e…]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
var init_archive_failure = __esm({
  "../../peers/srcx/extract/archive-failure.ts"() {
    init_errors();
  }
});

// ../../peers/srcx/extract/limits.ts
var limits, init_limits = __esm({
  "../../peers/srcx/extract/limits.ts"() {
    limits = {
      /** files, folders and links together */
      entries: 5e4,
      /** bytes of one file */
      fileBytes: 67108864,
      /** bytes of the whole decompressed archive */
      archiveBytes: 1073741824,
      /** Decompressed by compressed bytes. CPython has 5; DEFLATE cannot exceed 1,032, LZMA2 about 7,000. */
      compressionRatio: 100,
      /** The ratio counts from here on, since the zeros that end a small archive compress very well. */
      ratioFreeBytes: 1048576,
      /** Memory of the .xz decoder in bytes: `xz -9` needs 65 MiB, CPython's 8 MiB dictionary 9 MiB. */
      decoderMemory: 83886080,
      /** bytes of a pax header or GNU long name, each of which holds little more than one name */
      extensionBytes: 65536,
      /** bytes of one part of a name: NAME_MAX of Linux */
      namePartBytes: 255,
      /** bytes of a whole name or link target: PATH_MAX of Linux */
      nameBytes: 4096
    };
  }
});

// ../../peers/srcx/extract/pax-records.ts
function parsePaxRecords(bytes) {
  let values = /* @__PURE__ */ new Map();
  for (let offset = 0; offset < bytes.length; ) {
    let { key, value, end } = parseRecord(bytes, offset);
    if (values.has(key)) throw malformed("a pax header has a record twice");
    values.set(key, value), offset = end;
  }
  let records = {};
  for (let [key, value] of values)
    if (key === "path" || key === "linkpath") {
      if (value.length === 0) throw malformed("a pax header has an empty name");
      records[key] = value;
    } else if (key === "size") records.size = parseDecimal(value, /^\d{1,15}$/);
    else if (key === "mtime") records.mtime = parseDecimal(value, /^\d{1,15}(?:\.\d+)?$/);
    else if (!ignoredKeys.test(key)) throw malformed("a pax header has an unknown record");
  return records;
}
function parseRecord(bytes, start) {
  let gap = bytes.indexOf(space, start), length = latin1(bytes.subarray(start, Math.max(gap, start)));
  if (!/^[1-9]\d{0,6}$/.test(length)) throw malformed("a pax record has no length");
  let end = start + Number(length);
  if (end > bytes.length || bytes[end - 1] !== newline || end <= gap + 1)
    throw malformed("a pax record does not end where it should");
  let body = bytes.subarray(gap + 1, end - 1), sign = body.indexOf(equals);
  if (sign < 1) throw malformed("a pax record has no key");
  return { key: latin1(body.subarray(0, sign)), value: body.slice(sign + 1), end };
}
function parseDecimal(value, pattern) {
  let text = latin1(value);
  if (!pattern.test(text)) throw malformed("a pax record's number is not valid");
  return Math.floor(Number(text));
}
function latin1(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}
var ignoredKeys, space, newline, equals, init_pax_records = __esm({
  "../../peers/srcx/extract/pax-records.ts"() {
    init_archive_failure();
    ignoredKeys = /^(?:atime|ctime|uid|gid|uname|gname|comment|(?:SCHILY|LIBARCHIVE)\..+)$/, space = 32, newline = 10, equals = 61;
  }
});

// ../../peers/srcx/extract/tar-header.ts
function parseTarHeader(block) {
  if (parseOctal(block, 148, 8, "checksum") !== checksumOf(block))
    throw malformed("a header's checksum is wrong");
  let magic = String.fromCharCode(...block.subarray(257, 265));
  if (magic !== "ustar\x0000" && magic !== "ustar  \0")
    throw malformed("a header is neither in the ustar nor in the GNU format");
  let typeFlag = String.fromCharCode(block[156] ?? 0);
  return {
    // GNU's format has other things where ustar has the prefix.
    name: joinPrefix(
      magic === "ustar  \0" ? new Uint8Array() : parseText(block, 345, 155, "name prefix"),
      parseText(block, 0, 100, "name")
    ),
    linkTarget: parseText(block, 157, 100, "link target"),
    // Before POSIX a regular file was a NUL.
    typeFlag: typeFlag === "\0" ? "0" : typeFlag,
    size: parseNumber(block, 124, 12, "size"),
    mode: parseNumber(block, 100, 8, "mode"),
    modified: parseNumber(block, 136, 12, "modification time")
  };
}
function isZeroBlock(block) {
  for (let byte of block) if (byte !== 0) return !1;
  return !0;
}
function checksumOf(block) {
  let sum = 256;
  for (let index = 0; index < 148; index++) sum += block[index] ?? 0;
  for (let index = 156; index < blockBytes; index++) sum += block[index] ?? 0;
  return sum;
}
function parseNumber(block, offset, length, field) {
  return (block[offset] ?? 0) < 128 ? parseOctal(block, offset, length, field) : parseBase256(block.subarray(offset, offset + length), field);
}
function parseOctal(block, offset, length, field) {
  let text = String.fromCharCode(...block.subarray(offset, offset + length)), match = /^ *([0-7]*)[ \0]*$/.exec(text);
  if (match === null) throw malformed(`a header's ${field} is not an octal number`);
  return match[1] === "" ? 0 : Number.parseInt(match[1] ?? "", 8);
}
function parseBase256(bytes, field) {
  if (bytes[0] !== 128) throw malformed(`a header's ${field} is negative or out of range`);
  let value = 0;
  for (let byte of bytes.subarray(1))
    if (value = value * 256 + byte, value > Number.MAX_SAFE_INTEGER) throw malformed(`a header's ${field} is out of range`);
  return value;
}
function parseText(block, offset, length, field) {
  let bytes = block.subarray(offset, offset + length), end = bytes.indexOf(0);
  if (end === -1) return bytes.slice();
  if (!isZeroBlock(bytes.subarray(end))) throw malformed(`a header's ${field} contains a NUL`);
  return bytes.slice(0, end);
}
function joinPrefix(prefix, name) {
  if (prefix.length === 0) return name;
  let joined = new Uint8Array(prefix.length + 1 + name.length);
  return joined.set(prefix), joined[prefix.length] = slash, joined.set(name, prefix.length + 1), joined;
}
var blockBytes, slash, init_tar_header = __esm({
  "../../peers/srcx/extract/tar-header.ts"() {
    init_archive_failure();
    blockBytes = 512, slash = 47;
  }
});

// ../../peers/srcx/extract/tar-framing.ts
function checkGlobalHeader(body) {
  let records = parsePaxRecords(body);
  if (Object.keys(records).length > 0) throw malformed("a global pax header changes its entries");
}
function untilNul(body) {
  let end = body.indexOf(0);
  if (end === -1) return body;
  if (!isZeroBlock(body.subarray(end))) throw malformed("a long name contains a NUL");
  if (end === 0) throw malformed("a long name is empty");
  return body.subarray(0, end);
}
function padded(size) {
  return Math.ceil(size / blockBytes) * blockBytes;
}
var TarFraming, init_tar_framing = __esm({
  "../../peers/srcx/extract/tar-framing.ts"() {
    init_archive_failure();
    init_limits();
    init_pax_records();
    init_tar_header();
    TarFraming = class {
      #entries = [];
      #block = new Uint8Array(blockBytes);
      #blockFilled = 0;
      /** bytes of the current entry that are still to come, padding included */
      #bodyLeft = 0;
      #extension;
      #pax;
      #longName;
      #longTarget;
      #zeroBlocks = 0;
      #entryCount = 0;
      /**
       * Takes the next bytes of the archive.
       *
       * @throws {PyverifyError} archive/archive-malformed, archive/limit-exceeded
       */
      push(bytes) {
        for (let offset = 0; offset < bytes.length; )
          if (this.#bodyLeft > 0) {
            let length = Math.min(this.#bodyLeft, bytes.length - offset);
            this.#takeBody(bytes.subarray(offset, offset + length)), offset += length;
          } else if (this.#blockFilled === 0 && bytes.length - offset >= blockBytes)
            this.#takeBlock(bytes.subarray(offset, offset + blockBytes)), offset += blockBytes;
          else {
            let length = Math.min(blockBytes - this.#blockFilled, bytes.length - offset);
            this.#block.set(bytes.subarray(offset, offset + length), this.#blockFilled), this.#blockFilled += length, offset += length, this.#blockFilled === blockBytes && (this.#blockFilled = 0, this.#takeBlock(this.#block));
          }
      }
      /** The next entry whose header has been read, oldest first. */
      shift() {
        return this.#entries.shift();
      }
      /**
       * Says that the archive's bytes end here.
       *
       * @throws {PyverifyError} archive/archive-malformed
       */
      end() {
        if (this.#bodyLeft > 0 || this.#blockFilled > 0) throw malformed("it ends within an entry");
        if (this.#zeroBlocks < 2) throw malformed("it has no end marker, so something may be missing");
        if (this.#entryCount === 0) throw malformed("it is empty");
      }
      #takeBody(bytes) {
        this.#bodyLeft -= bytes.length;
        let extension = this.#extension;
        if (extension === void 0) return;
        let wanted = bytes.subarray(0, extension.body.length - extension.filled);
        extension.body.set(wanted, extension.filled), extension.filled += wanted.length, this.#bodyLeft === 0 && this.#applyExtension(extension.header, extension.body);
      }
      #takeBlock(block) {
        if (isZeroBlock(block)) {
          if (this.#hasExtension()) throw malformed("it ends after a long name");
          this.#zeroBlocks += 1;
          return;
        }
        if (this.#zeroBlocks > 0) throw malformed("something follows its end marker");
        let header = parseTarHeader(block);
        if (this.#entryCount += 1, this.#entryCount > limits.entries)
          throw limitExceeded(`it has more than ${limits.entries} entries`);
        "xgLK".includes(header.typeFlag) ? this.#startExtension(header) : this.#addEntry(header);
      }
      #startExtension(header) {
        if (header.size > limits.extensionBytes)
          throw limitExceeded(`a long name has more than ${limits.extensionBytes} bytes`);
        if (header.size === 0) throw malformed("a long name is empty");
        this.#extension = { header, body: new Uint8Array(header.size), filled: 0 }, this.#bodyLeft = padded(header.size);
      }
      #applyExtension({ typeFlag }, body) {
        if (this.#extension = void 0, typeFlag === "g") return checkGlobalHeader(body);
        if (typeFlag === "x") {
          if (this.#hasExtension()) throw malformed("an entry has two extended headers");
          this.#pax = parsePaxRecords(body);
          return;
        }
        let name = untilNul(body);
        if (this.#pax !== void 0) throw malformed("an entry has a pax header and a GNU long name");
        if (typeFlag === "L") {
          if (this.#longName !== void 0) throw malformed("an entry has two long names");
          this.#longName = name;
        } else {
          if (this.#longTarget !== void 0) throw malformed("an entry has two long link targets");
          this.#longTarget = name;
        }
      }
      #addEntry(header) {
        if (this.#pax?.size !== void 0 && this.#pax.size !== header.size)
          throw malformed("a pax record and its header give an entry two sizes");
        this.#entries.push({
          name: this.#pax?.path ?? this.#longName ?? header.name,
          linkTarget: this.#pax?.linkpath ?? this.#longTarget ?? header.linkTarget,
          typeFlag: header.typeFlag,
          size: header.size,
          mode: header.mode,
          modified: this.#pax?.mtime ?? header.modified
        }), this.#pax = void 0, this.#longName = void 0, this.#longTarget = void 0, this.#bodyLeft = padded(header.size);
      }
      #hasExtension() {
        return this.#pax !== void 0 || this.#longName !== void 0 || this.#longTarget !== void 0;
      }
    };
  }
});

// ../../peers/srcx/extract/archive-reader.ts
async function readArchive(chunks, open) {
  let framing = new TarFraming(), parser = import_tar_stream.default.extract(), settle, failure, fail = (error) => {
    failure ??= { error }, settle?.reject(failure.error), parser.destroy(null);
  };
  parser.on("error", (error) => fail(malformed(error.message))), parser.on("drain", () => settle?.resolve()), parser.on("finish", () => settle?.resolve()), parser.on("entry", (header, content, next) => {
    try {
      let sink = open(agreedEntry(framing.shift(), header));
      content.on("data", (bytes) => attempt(() => sink.write(asBytes(bytes)), fail)), content.on(
        "end",
        () => attempt(() => {
          sink.end(), next();
        }, fail)
      ), content.on("error", fail);
    } catch (error) {
      content.on("error", () => {
      }), fail(error);
    }
  });
  let step = (action) => new Promise((resolve3, reject) => {
    if (failure !== void 0) return reject(failure.error);
    settle = { resolve: resolve3, reject }, action() && resolve3();
  });
  try {
    for await (let chunk of chunks)
      framing.push(chunk), await step(() => parser.write(chunk));
    if (framing.end(), await step(() => (parser.end(null), !1)), framing.shift() !== void 0) throw malformed("two readers of it disagree");
  } finally {
    parser.destroy();
  }
}
function agreedEntry(entry, header) {
  if (entry === void 0 || header.size !== entry.size || header.name !== Buffer.from(entry.name).toString())
    throw malformed("two readers of it disagree");
  return entry;
}
function asBytes(data) {
  if (!(data instanceof Uint8Array)) throw new TypeError("an archive's content is not bytes");
  return data;
}
function attempt(action, fail) {
  try {
    action();
  } catch (error) {
    fail(error);
  }
}
var import_tar_stream, init_archive_reader = __esm({
  "../../peers/srcx/extract/archive-reader.ts"() {
    import_tar_stream = __toESM(require_tar_stream());
    init_archive_failure();
    init_tar_framing();
  }
});

// ../../peers/srcx/extract/decode-channel.ts
function createControl() {
  return new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
}
function acknowledgeChunk(control) {
  let numbers = new Int32Array(control);
  Atomics.add(numbers, 0, 1), Atomics.notify(numbers, 0);
}
function stopDecoding(control) {
  let numbers = new Int32Array(control);
  Atomics.store(numbers, 1, 1), acknowledgeChunk(control);
}
function isStopped(control) {
  return Atomics.load(new Int32Array(control), 1) === 1;
}
function awaitRoom(control, sent) {
  let numbers = new Int32Array(control);
  for (; ; ) {
    let taken = Atomics.load(numbers, 0);
    if (sent - taken < 16 || isStopped(control)) return;
    Atomics.wait(numbers, 0, taken);
  }
}
var decodeRole, init_decode_channel = __esm({
  "../../peers/srcx/extract/decode-channel.ts"() {
    decodeRole = "pyverify-decode";
  }
});

// ../../peers/srcx/extract/decompress.ts
import { Worker } from "node:worker_threads";
async function* decompress(tarball, format) {
  let control = createControl(), task = { role: decodeRole, format, control }, worker = new Worker(workerFile(), { workerData: task, name: decodeRole }), exited = new Promise((resolve3) => worker.once("exit", () => resolve3())), messages = new MessageQueue(worker);
  try {
    let input = share(tarball);
    for (worker.postMessage(input, []); ; ) {
      let message = await messages.next();
      if (message.type === "end") return;
      if (message.type === "failed") throw describe(message, format);
      yield* message.pieces, acknowledgeChunk(control);
    }
  } finally {
    stopDecoding(control), await exited;
  }
}
function workerFile() {
  return import.meta.url.endsWith(".ts") ? new URL("./decode-worker-main.ts", import.meta.url) : new URL(import.meta.url);
}
function share(tarball) {
  let { buffer, byteOffset, length } = tarball;
  if (buffer instanceof SharedArrayBuffer) return new Uint8Array(buffer, byteOffset, length);
  let shared = new Uint8Array(new SharedArrayBuffer(length));
  return shared.set(tarball), shared;
}
function describe({ failure, reason }, format) {
  switch (failure) {
    case "compression":
      return new PyverifyError("archive", "compression-invalid", `the ${format} is damaged`, {
        because: reason,
        hint: "the tarball is signed as it is, so please report this to its release manager"
      });
    case "limit":
      return limitExceeded(reason);
    case "addon":
      return new PyverifyError("usage", "format-unavailable", "the .xz decoder cannot be loaded", {
        because: reason,
        hint: "use --format tgz, which needs no native code"
      });
    case "bug":
      return new Error(reason);
    default:
      return failure;
  }
}
var MessageQueue, init_decompress = __esm({
  "../../peers/srcx/extract/decompress.ts"() {
    init_errors();
    init_archive_failure();
    init_decode_channel();
    MessageQueue = class {
      #waiting = [];
      #failure;
      #wake;
      constructor(worker) {
        worker.on("message", (message) => {
          this.#waiting.push(message), this.#wake?.();
        }), worker.on("error", (error) => this.#fail(error)), worker.on("exit", () => this.#fail(new Error("the decoding thread ended early")));
      }
      async next() {
        for (; ; ) {
          let message = this.#waiting.shift();
          if (message !== void 0) return message;
          if (this.#failure !== void 0) throw this.#failure;
          await new Promise((resolve3) => {
            this.#wake = resolve3;
          });
        }
      }
      #fail(error) {
        this.#failure ??= error instanceof Error ? error : new Error(String(error)), this.#wake?.();
      }
    };
  }
});

// ../../peers/srcx/extract/entry.ts
function planEntry(entry, name) {
  let path = name.parts.slice(1).join("/"), { modified } = entry;
  if (entry.typeFlag === "5") {
    if (entry.size > 0) throw malformed("a folder has content");
    return { type: "folder", path, modified };
  }
  if (name.asFolder) throw refuse("entry-unsupported", name, "only a folder may end in a slash");
  if (path === "") throw refuse("entry-unsupported", name, "the top of the tree is not a folder");
  if (entry.typeFlag === "0") {
    if (entry.size > limits.fileBytes)
      throw limitExceeded(`a file in it has more than ${limits.fileBytes} bytes`);
    let executable = (entry.mode & 64) !== 0;
    return { type: "file", path, size: entry.size, executable, modified };
  }
  if (entry.typeFlag === "2") {
    if (entry.size > 0) throw malformed("a symbolic link has content");
    return { type: "link", path, target: parseLinkTarget(entry, name), modified };
  }
  throw refuse("entry-unsupported", name, `a CPython release has no ${kindOf(entry.typeFlag)}`);
}
function parseEntryName(bytes) {
  let text = parseName(bytes, decodeLossy(bytes), "its name"), asFolder = text.endsWith("/"), [first, ...others] = (asFolder ? text.slice(0, -1) : text).split("/");
  if (first === void 0 || first === "")
    throw refusedEntry("entry-outside-tree", text, "its name is an absolute path");
  let parts = [first, ...others];
  if (parts.includes(".."))
    throw refusedEntry("entry-outside-tree", text, "its name leaves its folder with ..");
  if (parts.some((part) => part === "" || part === "."))
    throw refusedEntry("entry-name-invalid", text, "its name has an empty part, or a single dot");
  return { text, parts: [first, ...others], asFolder };
}
function parseLinkTarget(entry, name) {
  let target = parseName(entry.linkTarget, name.text, "its link target"), parts = target.split("/");
  if (target.startsWith("/"))
    throw refuse("entry-outside-tree", name, "it links to an absolute path");
  let climbs = 0;
  for (; parts[climbs] === ".."; ) climbs += 1;
  if (climbs > name.parts.length - 2)
    throw refuse("entry-outside-tree", name, "it links to something outside the tree");
  if (parts.slice(climbs).some((part) => part === ".."))
    throw refuse("entry-outside-tree", name, "it links through a folder and back up");
  return target;
}
function parseName(bytes, shown, what) {
  if (bytes.length === 0) throw refusedEntry("entry-name-invalid", shown, `${what} is empty`);
  if (bytes.length > limits.nameBytes)
    throw refusedEntry(
      "entry-name-invalid",
      shown,
      `${what} has more than ${limits.nameBytes} bytes`
    );
  let text;
  try {
    text = strictUtf8.decode(bytes);
  } catch (cause) {
    throw cause instanceof TypeError ? refusedEntry("entry-name-invalid", shown, `${what} is not UTF-8`) : cause;
  }
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\\]/u.test(text))
    throw refusedEntry(
      "entry-name-invalid",
      shown,
      `${what} has a control character or a backslash`
    );
  if (text.split("/").some((part) => Buffer.byteLength(part) > limits.namePartBytes))
    throw refusedEntry(
      "entry-name-invalid",
      shown,
      `${what} has a part of more than ${limits.namePartBytes} bytes`
    );
  return text;
}
function decodeLossy(bytes) {
  return new TextDecoder().decode(bytes.subarray(0, limits.nameBytes));
}
function kindOf(typeFlag) {
  return {
    1: "hard links",
    3: "character devices",
    4: "block devices",
    6: "named pipes",
    7: "contiguous files",
    S: "sparse files",
    D: "GNU dump directories",
    M: "files that span volumes",
    V: "volume labels"
  }[typeFlag] ?? "entries of an unknown type";
}
function refuse(code, name, reason) {
  return refusedEntry(code, name.text, reason);
}
var strictUtf8, init_entry = __esm({
  "../../peers/srcx/extract/entry.ts"() {
    init_archive_failure();
    init_limits();
    strictUtf8 = new TextDecoder("utf-8", { fatal: !0, ignoreBOM: !0 });
  }
});

// ../../peers/srcx/extract/release-proof.ts
var versionHeader, versionHeaderBytes, ReleaseProof, init_release_proof = __esm({
  "../../peers/srcx/extract/release-proof.ts"() {
    init_errors();
    init_archive_failure();
    versionHeader = "Include/patchlevel.h", versionHeaderBytes = 64 * 1024, ReleaseProof = class {
      #release;
      #header = [];
      #headerBytes = 0;
      constructor(release2) {
        this.#release = release2;
      }
      /**
       * Holds the top folder of an entry against the release's.
       *
       * @throws {PyverifyError} verification/release-mismatch
       */
      checkTopFolder(name) {
        let [top] = name.parts;
        if (top !== this.#release.topFolder)
          throw this.#mismatch(`holds ${printable(top)}`, `"${printable(name.text)}" is in it`);
      }
      /** Looks into the one file that states the version, on its way to where it is written. */
      watch(path, sink) {
        return path !== versionHeader ? sink : {
          write: (bytes) => {
            this.#headerBytes += bytes.length, this.#headerBytes <= versionHeaderBytes && this.#header.push(Uint8Array.from(bytes)), sink.write(bytes);
          },
          end: () => sink.end()
        };
      }
      /**
       * Holds what `Include/patchlevel.h` states against the release; to be called when every file has
       * been seen.
       *
       * @throws {PyverifyError} verification/release-mismatch
       */
      conclude() {
        if (this.#headerBytes > versionHeaderBytes)
          throw this.#mismatch("states no version", `its ${versionHeader} is far too large`);
        let stated = [...Buffer.concat(this.#header).toString("latin1").matchAll(/^[ \t]*#[ \t]*define[ \t]+PY_VERSION[ \t]+(.*)$/gm)], [first] = stated;
        if (first === void 0 || stated.length > 1)
          throw this.#mismatch(
            "states no version",
            `its ${versionHeader} should define PY_VERSION, once`
          );
        let version = /^"([^"]*)"\s*$/.exec(first[1] ?? "")?.[1] ?? "";
        if (version !== this.#release.version.text)
          throw this.#mismatch(
            `is CPython ${printable(version)}`,
            `that is what its ${versionHeader} says`
          );
      }
      #mismatch(found, because) {
        return new PyverifyError(
          "verification",
          "release-mismatch",
          `asked for CPython ${this.#release.version.text}, but the tarball ${found}`,
          {
            because: `it is signed by an accepted signer, but ${because}`,
            hint: "do not use this mirror: it serves one release in place of another"
          }
        );
      }
    };
  }
});

// ../../peers/srcx/extract/filesystem-failure.ts
function filesystemFailure(thrown, path) {
  if (!(thrown instanceof Error) || !("syscall" in thrown) || !("code" in thrown)) return thrown;
  let { code, because, hint } = reasons[String(thrown.code)] ?? {
    code: "input-output",
    because: thrown.message,
    hint: "look at the file system that holds it"
  };
  return new PyverifyError("filesystem", code, `cannot write ${path}`, {
    because: `${because} (${String(thrown.code)})`,
    hint,
    cause: thrown
  });
}
var reasons, init_filesystem_failure = __esm({
  "../../peers/srcx/extract/filesystem-failure.ts"() {
    init_errors();
    reasons = {
      ENOSPC: {
        code: "out-of-space",
        because: "the file system is full",
        hint: "make room: a release takes some 120 MB"
      },
      EDQUOT: {
        code: "out-of-space",
        because: "the disk quota is used up",
        hint: "make room: a release takes some 120 MB"
      },
      EROFS: {
        code: "not-writable",
        because: "the file system is read-only",
        hint: "choose another folder, or mount it so that it can be written to"
      },
      EACCES: {
        code: "not-writable",
        because: "whoever runs pyverify may not write there",
        hint: "change the folder's owner or mode, or choose another one"
      },
      EPERM: {
        code: "not-writable",
        because: "whoever runs pyverify may not write there",
        hint: "change the folder's owner or mode, or choose another one"
      },
      ENOENT: {
        code: "not-writable",
        because: "the folder above it does not exist",
        hint: "create that folder first, or choose another one"
      },
      ENOTDIR: {
        code: "not-writable",
        because: "something above it is not a folder",
        hint: "choose another folder"
      },
      ENAMETOOLONG: {
        code: "name-too-long",
        because: "the path is longer than the file system allows",
        hint: "choose a folder with a shorter path"
      }
    };
  }
});

// ../../peers/srcx/extract/staging.ts
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  utimesSync
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
function openStaging(destination) {
  let target = resolve(destination);
  return naming(target, () => isEmptyFolder(target) ? stageInside(target) : stageBeside(target));
}
function stageBeside(target) {
  let path = join(dirname(target), stagingName(basename(target)));
  mkdirSync(path, 493);
  let published = !1;
  return {
    path,
    publish: (modified) => naming(target, () => {
      setFolder(path, modified), renameSync(path, target), published = !0;
    }),
    discard: () => {
      published || remove(path);
    }
  };
}
function stageInside(target) {
  let path = join(target, stagingName("tree"));
  mkdirSync(path, 493);
  let moved = [], published = !1;
  return {
    path,
    publish: (modified) => naming(target, () => {
      let other = readdirSync(target).find((name) => name !== basename(path));
      if (other !== void 0) throw notEmpty(target, other);
      for (let name of readdirSync(path))
        renameSync(join(path, name), join(target, name)), moved.push(name);
      rmdirSync(path), published = !0;
      try {
        setFolder(target, modified);
      } catch {
      }
    }),
    discard: () => {
      if (!published) {
        for (let name of moved) remove(join(target, name));
        remove(path);
      }
    }
  };
}
function setFolder(path, modified) {
  chmodSync(path, 493), utimesSync(path, modified, modified);
}
function remove(path) {
  rmSync(path, { recursive: !0, force: !0 });
}
function stagingName(name) {
  return `.pyverify-${randomBytes(6).toString("hex")}-${name}`.slice(0, 64);
}
function isEmptyFolder(path) {
  let stat = lstatSync(path, { throwIfNoEntry: !1 });
  if (stat === void 0) return !1;
  if (!stat.isDirectory() && !stat.isSymbolicLink())
    throw new PyverifyError("filesystem", "destination-not-empty", `${path} is not a folder`, {
      because: "the source tree would replace it",
      hint: "name a folder that is missing or empty"
    });
  let [first] = readdirSync(path);
  if (first !== void 0) throw notEmpty(path, first);
  return !0;
}
function notEmpty(path, first) {
  return new PyverifyError("filesystem", "destination-not-empty", `${path} is not empty`, {
    because: `it has "${first}", and a source tree is never mixed with other files`,
    hint: "name a folder that is missing or empty"
  });
}
function naming(path, action) {
  try {
    return action();
  } catch (thrown) {
    throw filesystemFailure(thrown, path);
  }
}
var init_staging = __esm({
  "../../peers/srcx/extract/staging.ts"() {
    init_errors();
    init_filesystem_failure();
  }
});

// ../../peers/srcx/extract/tree-names.ts
function isSameParent(known, entry) {
  return known.type === "parent" && known.path === entry.path;
}
function collision(entry, other) {
  return refusedEntry(
    "entry-duplicate",
    entry.path,
    other === entry.path ? "the archive has it twice" : `where case or normalisation does not count it is the same as "${other}"`
  );
}
function foldCase(path) {
  return /^[\x20-\x7e]*$/.test(path) ? path.toLowerCase() : path.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
}
var TreeNames, init_tree_names = __esm({
  "../../peers/srcx/extract/tree-names.ts"() {
    init_archive_failure();
    TreeNames = class {
      #known = /* @__PURE__ */ new Map();
      /**
       * Takes an entry in.
       *
       * @returns folders above it that had no entry of their own so far, outermost first
       * @throws {PyverifyError} archive/entry-duplicate, archive/entry-outside-tree
       */
      add(entry) {
        let newParents = [];
        for (let slash2 = entry.path.indexOf("/"); slash2 !== -1; slash2 = entry.path.indexOf("/", slash2 + 1)) {
          let parent = entry.path.slice(0, slash2);
          this.#addParent(parent, entry) && newParents.push(parent);
        }
        let key = foldCase(entry.path), known = this.#known.get(key);
        if (known !== void 0 && !(entry.type === "folder" && isSameParent(known, entry)))
          throw collision(entry, known.path);
        return this.#known.set(key, { path: entry.path, type: entry.type }), newParents;
      }
      #addParent(parent, entry) {
        let key = foldCase(parent), known = this.#known.get(key);
        if (known === void 0)
          return this.#known.set(key, { path: parent, type: "parent" }), !0;
        if (known.path !== parent) throw collision(entry, known.path);
        if (known.type === "file" || known.type === "link")
          throw refusedEntry(
            "entry-outside-tree",
            entry.path,
            `it lies below "${parent}", which is a ${known.type} and not a folder`
          );
        return !1;
      }
    };
  }
});

// ../../peers/srcx/extract/tree-digest.ts
import { createHash } from "node:crypto";
function compareBytes(a, b) {
  return surrogates.test(a) || surrogates.test(b) ? Buffer.from(a).compare(Buffer.from(b)) : a < b ? -1 : +(a > b);
}
var TreeDigest, surrogates, init_tree_digest = __esm({
  "../../peers/srcx/extract/tree-digest.ts"() {
    TreeDigest = class {
      #lines = [];
      folder(path) {
        this.#lines.push(`d0755 ./${path}`);
      }
      /** @param sha256 of its content, in lower-case hex */
      file(path, executable, sha256) {
        this.#lines.push(`${executable ? "f0755" : "f0644"} ./${path}`, `${sha256}  ./${path}`);
      }
      link(path, target) {
        this.#lines.push(`l ./${path} -> ${target}`);
      }
      /** SHA-256 in lower-case hex over all lines, sorted by their bytes. */
      digest() {
        let lines = this.#lines.toSorted(compareBytes).map((line) => `${line}
`);
        return createHash("sha256").update(lines.join("")).digest("hex");
      }
    };
    surrogates = /[\ud800-\udfff]/;
  }
});

// ../../peers/srcx/extract/tree-writer.ts
import { createHash as createHash2 } from "node:crypto";
import {
  chmodSync as chmodSync2,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  futimesSync,
  lutimesSync,
  mkdirSync as mkdirSync2,
  openSync,
  symlinkSync,
  unlinkSync,
  utimesSync as utimesSync2,
  writeSync
} from "node:fs";
function writeAll(descriptor, bytes) {
  for (let offset = 0; offset < bytes.length; )
    offset += writeSync(descriptor, bytes, offset);
}
function keepsModes(root) {
  let probe = `${root}/.mode`, descriptor = openSync(probe, createFlags, 493);
  try {
    return (fstatSync(descriptor).mode & 511) === 493;
  } finally {
    closeSync(descriptor), unlinkSync(probe);
  }
}
var createFlags, TreeWriter, withoutContent, init_tree_writer = __esm({
  "../../peers/srcx/extract/tree-writer.ts"() {
    init_filesystem_failure();
    init_tree_digest();
    createFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, TreeWriter = class {
      #root;
      #latest;
      #mustChangeMode;
      #digest = new TreeDigest();
      /** With their times, which are set at the end: each new file changes its folder's. */
      #folders = /* @__PURE__ */ new Map();
      #links = [];
      #files = 0;
      /**
       * @param root an empty folder
       * @param latest seconds since 1970: later times are set to it
       */
      constructor(root, latest) {
        this.#root = root, this.#latest = latest, this.#mustChangeMode = !this.#attempt(root, keepsModes);
      }
      /**
       * Makes a folder, or opens a file. Links wait for `finish`, so that nothing is written through one.
       *
       * @throws {PyverifyError} filesystem/…
       */
      add(entry) {
        return entry.type === "file" ? this.#openFile(entry) : (entry.type === "folder" ? this.#makeFolder(entry.path, entry.modified) : this.#links.push(entry), withoutContent);
      }
      /** Makes a folder that the archive has no entry for. */
      addParent(path, modified) {
        this.#makeFolder(path, modified);
      }
      /**
       * Makes the links and sets the folders' times.
       *
       * @throws {PyverifyError} filesystem/…
       */
      finish() {
        for (let { path, target, modified } of this.#links) {
          let place = this.#placeOf(path), time = this.#clamp(modified);
          this.#attempt(place, () => {
            symlinkSync(target, place), lutimesSync(place, time, time);
          }), this.#digest.link(path, target);
        }
        for (let [path, time] of this.#folders) {
          let place = this.#placeOf(path);
          this.#attempt(place, () => utimesSync2(place, time, time)), path !== "" && this.#digest.folder(path);
        }
        return {
          files: this.#files,
          digest: this.#digest.digest(),
          modified: this.#folders.get("") ?? this.#clamp(0)
        };
      }
      #makeFolder(path, modified) {
        let place = this.#placeOf(path);
        path !== "" && !this.#folders.has(path) && this.#attempt(place, () => {
          mkdirSync2(place, 493), chmodSync2(place, 493);
        }), this.#folders.set(path, this.#clamp(modified));
      }
      #openFile(file) {
        let place = this.#placeOf(file.path), mode = file.executable ? 493 : 420, time = this.#clamp(file.modified), hash = createHash2("sha256"), descriptor = this.#attempt(place, () => openSync(place, createFlags, mode));
        return this.#open = descriptor, {
          write: (bytes) => {
            hash.update(bytes), this.#attempt(place, () => writeAll(descriptor, bytes));
          },
          end: () => {
            this.#attempt(place, () => {
              this.#mustChangeMode && fchmodSync(descriptor, mode), futimesSync(descriptor, time, time), this.close();
            }), this.#files += 1, this.#digest.file(file.path, file.executable, hash.digest("hex"));
          }
        };
      }
      #open;
      /** Closes a file that was being written; to be called when the tree is given up. */
      close() {
        let descriptor = this.#open;
        this.#open = void 0, descriptor !== void 0 && closeSync(descriptor);
      }
      #placeOf(path) {
        return path === "" ? this.#root : `${this.#root}/${path}`;
      }
      #clamp(modified) {
        return Math.min(modified, this.#latest);
      }
      #attempt(place, action) {
        try {
          return action(place);
        } catch (thrown) {
          throw filesystemFailure(thrown, place);
        }
      }
    }, withoutContent = {
      write: () => {
        throw new Error("an entry without content has content");
      },
      end: () => {
      }
    };
  }
});

// ../../peers/srcx/extract/unpack.ts
var unpack_exports = {};
__export(unpack_exports, {
  unpack: () => unpack
});
import { resolve as resolve2 } from "node:path";
async function unpack(tarball, release2, options, context) {
  context.signal.throwIfAborted();
  let staging = openStaging(options.destination), writer;
  try {
    writer = new TreeWriter(staging.path, options.sourceDateEpoch ?? Number.POSITIVE_INFINITY);
    let tree = await writeTree(tarball, release2, writer, context);
    return staging.publish(tree.modified), { path: resolve2(options.destination), files: tree.files, digest: tree.digest };
  } finally {
    writer?.close(), staging.discard();
  }
}
async function writeTree(tarball, release2, writer, { observe, signal }) {
  let proof = new ReleaseProof(release2), names = new TreeNames(), decompressed = watched(
    decompress(tarball, release2.format),
    signal,
    (done) => observe({ type: "advance", phase: "extract", done })
  );
  return await readArchive(decompressed, (archived) => {
    let name = parseEntryName(archived.name);
    proof.checkTopFolder(name);
    let entry = planEntry(archived, name);
    for (let parent of names.add(entry)) writer.addParent(parent, entry.modified);
    return proof.watch(entry.path, writer.add(entry));
  }), proof.conclude(), writer.finish();
}
async function* watched(chunks, signal, advance) {
  let done = 0;
  for await (let chunk of chunks)
    signal.throwIfAborted(), yield chunk, done += chunk.length, advance(done);
}
var init_unpack = __esm({
  "../../peers/srcx/extract/unpack.ts"() {
    init_archive_reader();
    init_decompress();
    init_entry();
    init_release_proof();
    init_staging();
    init_tree_names();
    init_tree_writer();
  }
});

// ../../peers/srcx/release/version.ts
var version_exports = {};
__export(version_exports, {
  compareVersions: () => compareVersions,
  folderOf: () => folderOf,
  isSeries: () => isSeries,
  parseVersion: () => parseVersion,
  parseVersionSpec: () => parseVersionSpec,
  seriesOf: () => seriesOf
});
function parseVersionSpec(text) {
  return text === "latest" ? { type: "latest" } : isSeries(text) ? { type: "series", series: text } : { type: "version", version: parseVersion(text) };
}
function parseVersion(text) {
  let match = versionPattern.exec(text);
  if (match === null) throw invalidVersion(text);
  let [, major, minor, micro, phase, number] = match;
  return {
    text,
    major: Number(major),
    minor: Number(minor),
    micro: Number(micro),
    prerelease: isPhase(phase) ? { phase, number: Number(number) } : void 0
  };
}
function isSeries(text) {
  return seriesPattern.test(text);
}
function seriesOf(version) {
  return `${version.major}.${version.minor}`;
}
function folderOf(version) {
  return `${version.major}.${version.minor}.${version.micro}`;
}
function compareVersions(a, b) {
  return a.major - b.major || a.minor - b.minor || a.micro - b.micro || phaseOrder(a) - phaseOrder(b) || (a.prerelease?.number ?? 0) - (b.prerelease?.number ?? 0);
}
function isPhase(text) {
  return text === "a" || text === "b" || text === "rc";
}
function phaseOrder(version) {
  return version.prerelease === void 0 ? 3 : { a: 0, b: 1, rc: 2 }[version.prerelease.phase];
}
function invalidVersion(text) {
  return new PyverifyError(
    "release",
    "invalid-version",
    `"${printable2(text)}" is not a CPython version`,
    {
      because: "a version is X.Y.Z, or X.Y.Z followed by aN, bN or rcN; a series is X.Y",
      hint: "write it as python.org does, for example 3.14.0, 3.15.0b3, 3.14 or latest"
    }
  );
}
function printable2(text) {
  return text.slice(0, 60).replaceAll(/[^\x20-\x7e]/g, "?");
}
var component, versionPattern, seriesPattern, init_version = __esm({
  "../../peers/srcx/release/version.ts"() {
    init_errors();
    component = "(0|[1-9]\\d{0,2})", versionPattern = new RegExp(
      `^${component}\\.${component}\\.${component}(?:(a|b|rc)${component})?$`
    ), seriesPattern = new RegExp(`^${component}\\.${component}$`);
  }
});

// ../../peers/srcx/release/certificate-identity.ts
var CertificateIdentity, init_certificate_identity = __esm({
  "../../peers/srcx/release/certificate-identity.ts"() {
    init_errors();
    CertificateIdentity = class _CertificateIdentity {
      subject;
      issuer;
      constructor(subject, issuer) {
        this.subject = subject, this.issuer = issuer;
      }
      /**
       * @param subject the e-mail address or URI in the certificate, exact
       * @param issuer the OIDC issuer's URL, exact
       * @throws {PyverifyError} usage/invalid-value if either is empty or has white space
       */
      static of(subject, issuer) {
        for (let [name, value] of [
          ["certificate identity", subject],
          ["OIDC issuer", issuer]
        ])
          if (!/^[\x21-\x7e]+$/.test(value))
            throw new PyverifyError("usage", "invalid-value", `the ${name} "${value}" cannot be used`, {
              because: "it is compared exactly, so it has to be a whole address without white space",
              hint: "give both, for example hugo@python.org and https://github.com/login/oauth"
            });
        return new _CertificateIdentity(subject, issuer);
      }
    };
  }
});

// ../../peers/srcx/release/release-managers.ts
function findSignedSeries(series) {
  return signedSeries.find((row) => row.series === series);
}
function manager(name, subject, issuer) {
  return { name, identity: CertificateIdentity.of(subject, issuer) };
}
function pep(number) {
  return `https://peps.python.org/pep-${String(number).padStart(4, "0")}/`;
}
var gitHub, google, nedDeily, lukaszLanga, pabloGalindo, thomasWouters, hugoVanKemenade, savannahOstrowski, signedSeries, init_release_managers = __esm({
  "../../peers/srcx/release/release-managers.ts"() {
    init_certificate_identity();
    gitHub = "https://github.com/login/oauth", google = "https://accounts.google.com", nedDeily = manager("Ned Deily", "nad@python.org", gitHub), lukaszLanga = manager("\u0141ukasz Langa", "lukasz@langa.pl", gitHub), pabloGalindo = manager("Pablo Galindo Salgado", "pablogsal@python.org", google), thomasWouters = manager("Thomas Wouters", "thomas@python.org", google), hugoVanKemenade = manager("Hugo van Kemenade", "hugo@python.org", gitHub), savannahOstrowski = manager("Savannah Ostrowski", "savannah@python.org", gitHub), signedSeries = [
      { series: "3.7", releaseManagers: [nedDeily], pep: pep(537), signedSince: "3.7.14" },
      { series: "3.8", releaseManagers: [lukaszLanga], pep: pep(569), signedSince: "3.8.14" },
      { series: "3.9", releaseManagers: [lukaszLanga], pep: pep(596), signedSince: "3.9.14" },
      { series: "3.10", releaseManagers: [pabloGalindo], pep: pep(619), signedSince: "3.10.7" },
      { series: "3.11", releaseManagers: [pabloGalindo], pep: pep(664), signedSince: "3.11.0" },
      { series: "3.12", releaseManagers: [thomasWouters], pep: pep(693), signedSince: "3.12.0a7" },
      { series: "3.13", releaseManagers: [thomasWouters], pep: pep(719), signedSince: "3.13.0a1" },
      { series: "3.14", releaseManagers: [hugoVanKemenade], pep: pep(745), signedSince: "3.14.0a1" },
      { series: "3.15", releaseManagers: [hugoVanKemenade], pep: pep(790), signedSince: "3.15.0a1" },
      { series: "3.16", releaseManagers: [savannahOstrowski], pep: pep(826), signedSince: "3.16.0a1" },
      // The release schedule of 3.17 has no PEP yet.
      { series: "3.17", releaseManagers: [savannahOstrowski], pep: void 0, signedSince: "3.17.0a1" }
    ];
  }
});

// ../../peers/srcx/release/release.ts
var release_exports = {};
__export(release_exports, {
  pythonOrg: () => pythonOrg,
  release: () => release,
  tarballFormats: () => tarballFormats
});
function release(version, options) {
  let { format, mirror } = options, series = seriesOf(version), tarballName = `Python-${version.text}.${format}`, tarballUrl = `${mirror}${folderOf(version)}/${tarballName}`;
  return {
    version,
    series,
    format,
    tarballName,
    tarballUrl,
    bundleUrl: `${tarballUrl}.sigstore`,
    topFolder: `Python-${version.text}`,
    signers: options.signers ?? releaseManagersOf(series),
    sha256: options.sha256
  };
}
function releaseManagersOf(series) {
  let row = findSignedSeries(series);
  if (row === void 0) throw unknownSeries(series);
  let [first, ...others] = row.releaseManagers;
  return [first.identity, ...others.map((manager2) => manager2.identity)];
}
function unknownSeries(series) {
  let known = signedSeries.map((row) => row.series).join(", ");
  return new PyverifyError(
    "release",
    "unknown-series",
    `nobody is known to sign CPython ${series}`,
    {
      because: `this pyverify knows the release managers of ${known}`,
      hint: "update pyverify, or name the signer with --certificate-identity and --certificate-oidc-issuer"
    }
  );
}
var tarballFormats, pythonOrg, init_release = __esm({
  "../../peers/srcx/release/release.ts"() {
    init_errors();
    init_release_managers();
    init_version();
    tarballFormats = ["tar.xz", "tgz"], pythonOrg = "https://www.python.org/ftp/python/";
  }
});

// node_modules/readable-stream/lib/internal/streams/stream.js
var require_stream = __commonJS({
  "node_modules/readable-stream/lib/internal/streams/stream.js"(exports, module) {
    module.exports = __require("stream");
  }
});

// node_modules/readable-stream/lib/internal/streams/buffer_list.js
var require_buffer_list = __commonJS({
  "node_modules/readable-stream/lib/internal/streams/buffer_list.js"(exports, module) {
    "use strict";
    function ownKeys(object, enumerableOnly) {
      var keys = Object.keys(object);
      if (Object.getOwnPropertySymbols) {
        var symbols = Object.getOwnPropertySymbols(object);
        enumerableOnly && (symbols = symbols.filter(function(sym) {
          return Object.getOwnPropertyDescriptor(object, sym).enumerable;
        })), keys.push.apply(keys, symbols);
      }
      return keys;
    }
    function _objectSpread(target) {
      for (var i = 1; i < arguments.length; i++) {
        var source = arguments[i] != null ? arguments[i] : {};
        i % 2 ? ownKeys(Object(source), !0).forEach(function(key) {
          _defineProperty(target, key, source[key]);
        }) : Object.getOwnPropertyDescriptors ? Object.defineProperties(target, Object.getOwnPropertyDescriptors(source)) : ownKeys(Object(source)).forEach(function(key) {
          Object.defineProperty(target, key, Object.getOwnPropertyDescriptor(source, key));
        });
      }
      return target;
    }
    function _defineProperty(obj, key, value) {
      return key = _toPropertyKey(key), key in obj ? Object.defineProperty(obj, key, { value, enumerable: !0, configurable: !0, writable: !0 }) : obj[key] = value, obj;
    }
    function _classCallCheck(instance, Constructor) {
      if (!(instance instanceof Constructor))
        throw new TypeError("Cannot call a class as a function");
    }
    function _defineProperties(target, props) {
      for (var i = 0; i < props.length; i++) {
        var descriptor = props[i];
        descriptor.enumerable = descriptor.enumerable || !1, descriptor.configurable = !0, "value" in descriptor && (descriptor.writable = !0), Object.defineProperty(target, _toPropertyKey(descriptor.key), descriptor);
      }
    }
    function _createClass(Constructor, protoProps, staticProps) {
      return protoProps && _defineProperties(Constructor.prototype, protoProps), staticProps && _defineProperties(Constructor, staticProps), Object.defineProperty(Constructor, "prototype", { writable: !1 }), Constructor;
    }
    function _toPropertyKey(arg) {
      var key = _toPrimitive(arg, "string");
      return typeof key == "symbol" ? key : String(key);
    }
    function _toPrimitive(input, hint) {
      if (typeof input != "object" || input === null) return input;
      var prim = input[Symbol.toPrimitive];
      if (prim !== void 0) {
        var res = prim.call(input, hint || "default");
        if (typeof res != "object") return res;
        throw new TypeError("@@toPrimitive must return a primitive value.");
      }
      return (hint === "string" ? String : Number)(input);
    }
    var _require = __require("buffer"), Buffer2 = _require.Buffer, _require2 = __require("util"), inspect = _require2.inspect, custom = inspect && inspect.custom || "inspect";
    function copyBuffer(src, target, offset) {
      Buffer2.prototype.copy.call(src, target, offset);
    }
    module.exports = /* @__PURE__ */ (function() {
      function BufferList() {
        _classCallCheck(this, BufferList), this.head = null, this.tail = null, this.length = 0;
      }
      return _createClass(BufferList, [{
        key: "push",
        value: function(v) {
          var entry = {
            data: v,
            next: null
          };
          this.length > 0 ? this.tail.next = entry : this.head = entry, this.tail = entry, ++this.length;
        }
      }, {
        key: "unshift",
        value: function(v) {
          var entry = {
            data: v,
            next: this.head
          };
          this.length === 0 && (this.tail = entry), this.head = entry, ++this.length;
        }
      }, {
        key: "shift",
        value: function() {
          if (this.length !== 0) {
            var ret = this.head.data;
            return this.length === 1 ? this.head = this.tail = null : this.head = this.head.next, --this.length, ret;
          }
        }
      }, {
        key: "clear",
        value: function() {
          this.head = this.tail = null, this.length = 0;
        }
      }, {
        key: "join",
        value: function(s) {
          if (this.length === 0) return "";
          for (var p = this.head, ret = "" + p.data; p = p.next; ) ret += s + p.data;
          return ret;
        }
      }, {
        key: "concat",
        value: function(n) {
          if (this.length === 0) return Buffer2.alloc(0);
          for (var ret = Buffer2.allocUnsafe(n >>> 0), p = this.head, i = 0; p; )
            copyBuffer(p.data, ret, i), i += p.data.length, p = p.next;
          return ret;
        }
        // Consumes a specified amount of bytes or characters from the buffered data.
      }, {
        key: "consume",
        value: function(n, hasStrings) {
          var ret;
          return n < this.head.data.length ? (ret = this.head.data.slice(0, n), this.head.data = this.head.data.slice(n)) : n === this.head.data.length ? ret = this.shift() : ret = hasStrings ? this._getString(n) : this._getBuffer(n), ret;
        }
      }, {
        key: "first",
        value: function() {
          return this.head.data;
        }
        // Consumes a specified amount of characters from the buffered data.
      }, {
        key: "_getString",
        value: function(n) {
          var p = this.head, c = 1, ret = p.data;
          for (n -= ret.length; p = p.next; ) {
            var str = p.data, nb = n > str.length ? str.length : n;
            if (nb === str.length ? ret += str : ret += str.slice(0, n), n -= nb, n === 0) {
              nb === str.length ? (++c, p.next ? this.head = p.next : this.head = this.tail = null) : (this.head = p, p.data = str.slice(nb));
              break;
            }
            ++c;
          }
          return this.length -= c, ret;
        }
        // Consumes a specified amount of bytes from the buffered data.
      }, {
        key: "_getBuffer",
        value: function(n) {
          var ret = Buffer2.allocUnsafe(n), p = this.head, c = 1;
          for (p.data.copy(ret), n -= p.data.length; p = p.next; ) {
            var buf = p.data, nb = n > buf.length ? buf.length : n;
            if (buf.copy(ret, ret.length - n, 0, nb), n -= nb, n === 0) {
              nb === buf.length ? (++c, p.next ? this.head = p.next : this.head = this.tail = null) : (this.head = p, p.data = buf.slice(nb));
              break;
            }
            ++c;
          }
          return this.length -= c, ret;
        }
        // Make sure the linked list only shows the minimal necessary information.
      }, {
        key: custom,
        value: function(_, options) {
          return inspect(this, _objectSpread(_objectSpread({}, options), {}, {
            // Only inspect one level.
            depth: 0,
            // It should not recurse.
            customInspect: !1
          }));
        }
      }]), BufferList;
    })();
  }
});

// node_modules/readable-stream/lib/internal/streams/destroy.js
var require_destroy = __commonJS({
  "node_modules/readable-stream/lib/internal/streams/destroy.js"(exports, module) {
    "use strict";
    function destroy(err, cb) {
      var _this = this, readableDestroyed = this._readableState && this._readableState.destroyed, writableDestroyed = this._writableState && this._writableState.destroyed;
      return readableDestroyed || writableDestroyed ? (cb ? cb(err) : err && (this._writableState ? this._writableState.errorEmitted || (this._writableState.errorEmitted = !0, process.nextTick(emitErrorNT, this, err)) : process.nextTick(emitErrorNT, this, err)), this) : (this._readableState && (this._readableState.destroyed = !0), this._writableState && (this._writableState.destroyed = !0), this._destroy(err || null, function(err2) {
        !cb && err2 ? _this._writableState ? _this._writableState.errorEmitted ? process.nextTick(emitCloseNT, _this) : (_this._writableState.errorEmitted = !0, process.nextTick(emitErrorAndCloseNT, _this, err2)) : process.nextTick(emitErrorAndCloseNT, _this, err2) : cb ? (process.nextTick(emitCloseNT, _this), cb(err2)) : process.nextTick(emitCloseNT, _this);
      }), this);
    }
    function emitErrorAndCloseNT(self2, err) {
      emitErrorNT(self2, err), emitCloseNT(self2);
    }
    function emitCloseNT(self2) {
      self2._writableState && !self2._writableState.emitClose || self2._readableState && !self2._readableState.emitClose || self2.emit("close");
    }
    function undestroy() {
      this._readableState && (this._readableState.destroyed = !1, this._readableState.reading = !1, this._readableState.ended = !1, this._readableState.endEmitted = !1), this._writableState && (this._writableState.destroyed = !1, this._writableState.ended = !1, this._writableState.ending = !1, this._writableState.finalCalled = !1, this._writableState.prefinished = !1, this._writableState.finished = !1, this._writableState.errorEmitted = !1);
    }
    function emitErrorNT(self2, err) {
      self2.emit("error", err);
    }
    function errorOrDestroy(stream, err) {
      var rState = stream._readableState, wState = stream._writableState;
      rState && rState.autoDestroy || wState && wState.autoDestroy ? stream.destroy(err) : stream.emit("error", err);
    }
    module.exports = {
      destroy,
      undestroy,
      errorOrDestroy
    };
  }
});

// node_modules/readable-stream/errors.js
var require_errors2 = __commonJS({
  "node_modules/readable-stream/errors.js"(exports, module) {
    "use strict";
    var codes = {};
    function createErrorType(code, message, Base) {
      Base || (Base = Error);
      function getMessage(arg1, arg2, arg3) {
        return typeof message == "string" ? message : message(arg1, arg2, arg3);
      }
      class NodeError extends Base {
        constructor(arg1, arg2, arg3) {
          super(getMessage(arg1, arg2, arg3));
        }
      }
      NodeError.prototype.name = Base.name, NodeError.prototype.code = code, codes[code] = NodeError;
    }
    function oneOf(expected, thing) {
      if (Array.isArray(expected)) {
        let len = expected.length;
        return expected = expected.map((i) => String(i)), len > 2 ? `one of ${thing} ${expected.slice(0, len - 1).join(", ")}, or ` + expected[len - 1] : len === 2 ? `one of ${thing} ${expected[0]} or ${expected[1]}` : `of ${thing} ${expected[0]}`;
      } else
        return `of ${thing} ${String(expected)}`;
    }
    function startsWith(str, search, pos) {
      return str.substr(!pos || pos < 0 ? 0 : +pos, search.length) === search;
    }
    function endsWith(str, search, this_len) {
      return (this_len === void 0 || this_len > str.length) && (this_len = str.length), str.substring(this_len - search.length, this_len) === search;
    }
    function includes(str, search, start) {
      return typeof start != "number" && (start = 0), start + search.length > str.length ? !1 : str.indexOf(search, start) !== -1;
    }
    createErrorType("ERR_INVALID_OPT_VALUE", function(name, value) {
      return 'The value "' + value + '" is invalid for option "' + name + '"';
    }, TypeError);
    createErrorType("ERR_INVALID_ARG_TYPE", function(name, expected, actual) {
      let determiner;
      typeof expected == "string" && startsWith(expected, "not ") ? (determiner = "must not be", expected = expected.replace(/^not /, "")) : determiner = "must be";
      let msg;
      if (endsWith(name, " argument"))
        msg = `The ${name} ${determiner} ${oneOf(expected, "type")}`;
      else {
        let type = includes(name, ".") ? "property" : "argument";
        msg = `The "${name}" ${type} ${determiner} ${oneOf(expected, "type")}`;
      }
      return msg += `. Received type ${typeof actual}`, msg;
    }, TypeError);
    createErrorType("ERR_STREAM_PUSH_AFTER_EOF", "stream.push() after EOF");
    createErrorType("ERR_METHOD_NOT_IMPLEMENTED", function(name) {
      return "The " + name + " method is not implemented";
    });
    createErrorType("ERR_STREAM_PREMATURE_CLOSE", "Premature close");
    createErrorType("ERR_STREAM_DESTROYED", function(name) {
      return "Cannot call " + name + " after a stream was destroyed";
    });
    createErrorType("ERR_MULTIPLE_CALLBACK", "Callback called multiple times");
    createErrorType("ERR_STREAM_CANNOT_PIPE", "Cannot pipe, not readable");
    createErrorType("ERR_STREAM_WRITE_AFTER_END", "write after end");
    createErrorType("ERR_STREAM_NULL_VALUES", "May not write null values to stream", TypeError);
    createErrorType("ERR_UNKNOWN_ENCODING", function(arg) {
      return "Unknown encoding: " + arg;
    }, TypeError);
    createErrorType("ERR_STREAM_UNSHIFT_AFTER_END_EVENT", "stream.unshift() after end event");
    module.exports.codes = codes;
  }
});

// node_modules/readable-stream/lib/internal/streams/state.js
var require_state = __commonJS({
  "node_modules/readable-stream/lib/internal/streams/state.js"(exports, module) {
    "use strict";
    var ERR_INVALID_OPT_VALUE = require_errors2().codes.ERR_INVALID_OPT_VALUE;
    function highWaterMarkFrom(options, isDuplex, duplexKey) {
      return options.highWaterMark != null ? options.highWaterMark : isDuplex ? options[duplexKey] : null;
    }
    function getHighWaterMark(state, options, duplexKey, isDuplex) {
      var hwm = highWaterMarkFrom(options, isDuplex, duplexKey);
      if (hwm != null) {
        if (!(isFinite(hwm) && Math.floor(hwm) === hwm) || hwm < 0) {
          var name = isDuplex ? duplexKey : "highWaterMark";
          throw new ERR_INVALID_OPT_VALUE(name, hwm);
        }
        return Math.floor(hwm);
      }
      return state.objectMode ? 16 : 16 * 1024;
    }
    module.exports = {
      getHighWaterMark
    };
  }
});

// node_modules/inherits/inherits_browser.js
var require_inherits_browser = __commonJS({
  "node_modules/inherits/inherits_browser.js"(exports, module) {
    typeof Object.create == "function" ? module.exports = function(ctor, superCtor) {
      superCtor && (ctor.super_ = superCtor, ctor.prototype = Object.create(superCtor.prototype, {
        constructor: {
          value: ctor,
          enumerable: !1,
          writable: !0,
          configurable: !0
        }
      }));
    } : module.exports = function(ctor, superCtor) {
      if (superCtor) {
        ctor.super_ = superCtor;
        var TempCtor = function() {
        };
        TempCtor.prototype = superCtor.prototype, ctor.prototype = new TempCtor(), ctor.prototype.constructor = ctor;
      }
    };
  }
});

// node_modules/inherits/inherits.js
var require_inherits = __commonJS({
  "node_modules/inherits/inherits.js"(exports, module) {
    try {
      if (util = __require("util"), typeof util.inherits != "function") throw "";
      module.exports = util.inherits;
    } catch {
      module.exports = require_inherits_browser();
    }
    var util;
  }
});

// node_modules/util-deprecate/node.js
var require_node = __commonJS({
  "node_modules/util-deprecate/node.js"(exports, module) {
    module.exports = __require("util").deprecate;
  }
});

// node_modules/readable-stream/lib/_stream_writable.js
var require_stream_writable = __commonJS({
  "node_modules/readable-stream/lib/_stream_writable.js"(exports, module) {
    "use strict";
    module.exports = Writable;
    function CorkedRequest(state) {
      var _this = this;
      this.next = null, this.entry = null, this.finish = function() {
        onCorkedFinish(_this, state);
      };
    }
    var Duplex;
    Writable.WritableState = WritableState;
    var internalUtil = {
      deprecate: require_node()
    }, Stream = require_stream(), Buffer2 = __require("buffer").Buffer, OurUint8Array = (typeof global < "u" ? global : typeof window < "u" ? window : typeof self < "u" ? self : {}).Uint8Array || function() {
    };
    function _uint8ArrayToBuffer(chunk) {
      return Buffer2.from(chunk);
    }
    function _isUint8Array(obj) {
      return Buffer2.isBuffer(obj) || obj instanceof OurUint8Array;
    }
    var destroyImpl = require_destroy(), _require = require_state(), getHighWaterMark = _require.getHighWaterMark, _require$codes = require_errors2().codes, ERR_INVALID_ARG_TYPE = _require$codes.ERR_INVALID_ARG_TYPE, ERR_METHOD_NOT_IMPLEMENTED = _require$codes.ERR_METHOD_NOT_IMPLEMENTED, ERR_MULTIPLE_CALLBACK = _require$codes.ERR_MULTIPLE_CALLBACK, ERR_STREAM_CANNOT_PIPE = _require$codes.ERR_STREAM_CANNOT_PIPE, ERR_STREAM_DESTROYED = _require$codes.ERR_STREAM_DESTROYED, ERR_STREAM_NULL_VALUES = _require$codes.ERR_STREAM_NULL_VALUES, ERR_STREAM_WRITE_AFTER_END = _require$codes.ERR_STREAM_WRITE_AFTER_END, ERR_UNKNOWN_ENCODING = _require$codes.ERR_UNKNOWN_ENCODING, errorOrDestroy = destroyImpl.errorOrDestroy;
    require_inherits()(Writable, Stream);
    function nop() {
    }
    function WritableState(options, stream, isDuplex) {
      Duplex = Duplex || require_stream_duplex(), options = options || {}, typeof isDuplex != "boolean" && (isDuplex = stream instanceof Duplex), this.objectMode = !!options.objectMode, isDuplex && (this.objectMode = this.objectMode || !!options.writableObjectMode), this.highWaterMark = getHighWaterMark(this, options, "writableHighWaterMark", isDuplex), this.finalCalled = !1, this.needDrain = !1, this.ending = !1, this.ended = !1, this.finished = !1, this.destroyed = !1;
      var noDecode = options.decodeStrings === !1;
      this.decodeStrings = !noDecode, this.defaultEncoding = options.defaultEncoding || "utf8", this.length = 0, this.writing = !1, this.corked = 0, this.sync = !0, this.bufferProcessing = !1, this.onwrite = function(er) {
        onwrite(stream, er);
      }, this.writecb = null, this.writelen = 0, this.bufferedRequest = null, this.lastBufferedRequest = null, this.pendingcb = 0, this.prefinished = !1, this.errorEmitted = !1, this.emitClose = options.emitClose !== !1, this.autoDestroy = !!options.autoDestroy, this.bufferedRequestCount = 0, this.corkedRequestsFree = new CorkedRequest(this);
    }
    WritableState.prototype.getBuffer = function() {
      for (var current = this.bufferedRequest, out = []; current; )
        out.push(current), current = current.next;
      return out;
    };
    (function() {
      try {
        Object.defineProperty(WritableState.prototype, "buffer", {
          get: internalUtil.deprecate(function() {
            return this.getBuffer();
          }, "_writableState.buffer is deprecated. Use _writableState.getBuffer instead.", "DEP0003")
        });
      } catch {
      }
    })();
    var realHasInstance;
    typeof Symbol == "function" && Symbol.hasInstance && typeof Function.prototype[Symbol.hasInstance] == "function" ? (realHasInstance = Function.prototype[Symbol.hasInstance], Object.defineProperty(Writable, Symbol.hasInstance, {
      value: function(object) {
        return realHasInstance.call(this, object) ? !0 : this !== Writable ? !1 : object && object._writableState instanceof WritableState;
      }
    })) : realHasInstance = function(object) {
      return object instanceof this;
    };
    function Writable(options) {
      Duplex = Duplex || require_stream_duplex();
      var isDuplex = this instanceof Duplex;
      if (!isDuplex && !realHasInstance.call(Writable, this)) return new Writable(options);
      this._writableState = new WritableState(options, this, isDuplex), this.writable = !0, options && (typeof options.write == "function" && (this._write = options.write), typeof options.writev == "function" && (this._writev = options.writev), typeof options.destroy == "function" && (this._destroy = options.destroy), typeof options.final == "function" && (this._final = options.final)), Stream.call(this);
    }
    Writable.prototype.pipe = function() {
      errorOrDestroy(this, new ERR_STREAM_CANNOT_PIPE());
    };
    function writeAfterEnd(stream, cb) {
      var er = new ERR_STREAM_WRITE_AFTER_END();
      errorOrDestroy(stream, er), process.nextTick(cb, er);
    }
    function validChunk(stream, state, chunk, cb) {
      var er;
      return chunk === null ? er = new ERR_STREAM_NULL_VALUES() : typeof chunk != "string" && !state.objectMode && (er = new ERR_INVALID_ARG_TYPE("chunk", ["string", "Buffer"], chunk)), er ? (errorOrDestroy(stream, er), process.nextTick(cb, er), !1) : !0;
    }
    Writable.prototype.write = function(chunk, encoding, cb) {
      var state = this._writableState, ret = !1, isBuf = !state.objectMode && _isUint8Array(chunk);
      return isBuf && !Buffer2.isBuffer(chunk) && (chunk = _uint8ArrayToBuffer(chunk)), typeof encoding == "function" && (cb = encoding, encoding = null), isBuf ? encoding = "buffer" : encoding || (encoding = state.defaultEncoding), typeof cb != "function" && (cb = nop), state.ending ? writeAfterEnd(this, cb) : (isBuf || validChunk(this, state, chunk, cb)) && (state.pendingcb++, ret = writeOrBuffer(this, state, isBuf, chunk, encoding, cb)), ret;
    };
    Writable.prototype.cork = function() {
      this._writableState.corked++;
    };
    Writable.prototype.uncork = function() {
      var state = this._writableState;
      state.corked && (state.corked--, !state.writing && !state.corked && !state.bufferProcessing && state.bufferedRequest && clearBuffer(this, state));
    };
    Writable.prototype.setDefaultEncoding = function(encoding) {
      if (typeof encoding == "string" && (encoding = encoding.toLowerCase()), !(["hex", "utf8", "utf-8", "ascii", "binary", "base64", "ucs2", "ucs-2", "utf16le", "utf-16le", "raw"].indexOf((encoding + "").toLowerCase()) > -1)) throw new ERR_UNKNOWN_ENCODING(encoding);
      return this._writableState.defaultEncoding = encoding, this;
    };
    Object.defineProperty(Writable.prototype, "writableBuffer", {
      // making it explicit this property is not enumerable
      // because otherwise some prototype manipulation in
      // userland will fail
      enumerable: !1,
      get: function() {
        return this._writableState && this._writableState.getBuffer();
      }
    });
    function decodeChunk(state, chunk, encoding) {
      return !state.objectMode && state.decodeStrings !== !1 && typeof chunk == "string" && (chunk = Buffer2.from(chunk, encoding)), chunk;
    }
    Object.defineProperty(Writable.prototype, "writableHighWaterMark", {
      // making it explicit this property is not enumerable
      // because otherwise some prototype manipulation in
      // userland will fail
      enumerable: !1,
      get: function() {
        return this._writableState.highWaterMark;
      }
    });
    function writeOrBuffer(stream, state, isBuf, chunk, encoding, cb) {
      if (!isBuf) {
        var newChunk = decodeChunk(state, chunk, encoding);
        chunk !== newChunk && (isBuf = !0, encoding = "buffer", chunk = newChunk);
      }
      var len = state.objectMode ? 1 : chunk.length;
      state.length += len;
      var ret = state.length < state.highWaterMark;
      if (ret || (state.needDrain = !0), state.writing || state.corked) {
        var last = state.lastBufferedRequest;
        state.lastBufferedRequest = {
          chunk,
          encoding,
          isBuf,
          callback: cb,
          next: null
        }, last ? last.next = state.lastBufferedRequest : state.bufferedRequest = state.lastBufferedRequest, state.bufferedRequestCount += 1;
      } else
        doWrite(stream, state, !1, len, chunk, encoding, cb);
      return ret;
    }
    function doWrite(stream, state, writev, len, chunk, encoding, cb) {
      state.writelen = len, state.writecb = cb, state.writing = !0, state.sync = !0, state.destroyed ? state.onwrite(new ERR_STREAM_DESTROYED("write")) : writev ? stream._writev(chunk, state.onwrite) : stream._write(chunk, encoding, state.onwrite), state.sync = !1;
    }
    function onwriteError(stream, state, sync, er, cb) {
      --state.pendingcb, sync ? (process.nextTick(cb, er), process.nextTick(finishMaybe, stream, state), stream._writableState.errorEmitted = !0, errorOrDestroy(stream, er)) : (cb(er), stream._writableState.errorEmitted = !0, errorOrDestroy(stream, er), finishMaybe(stream, state));
    }
    function onwriteStateUpdate(state) {
      state.writing = !1, state.writecb = null, state.length -= state.writelen, state.writelen = 0;
    }
    function onwrite(stream, er) {
      var state = stream._writableState, sync = state.sync, cb = state.writecb;
      if (typeof cb != "function") throw new ERR_MULTIPLE_CALLBACK();
      if (onwriteStateUpdate(state), er) onwriteError(stream, state, sync, er, cb);
      else {
        var finished = needFinish(state) || stream.destroyed;
        !finished && !state.corked && !state.bufferProcessing && state.bufferedRequest && clearBuffer(stream, state), sync ? process.nextTick(afterWrite, stream, state, finished, cb) : afterWrite(stream, state, finished, cb);
      }
    }
    function afterWrite(stream, state, finished, cb) {
      finished || onwriteDrain(stream, state), state.pendingcb--, cb(), finishMaybe(stream, state);
    }
    function onwriteDrain(stream, state) {
      state.length === 0 && state.needDrain && (state.needDrain = !1, stream.emit("drain"));
    }
    function clearBuffer(stream, state) {
      state.bufferProcessing = !0;
      var entry = state.bufferedRequest;
      if (stream._writev && entry && entry.next) {
        var l = state.bufferedRequestCount, buffer = new Array(l), holder = state.corkedRequestsFree;
        holder.entry = entry;
        for (var count = 0, allBuffers = !0; entry; )
          buffer[count] = entry, entry.isBuf || (allBuffers = !1), entry = entry.next, count += 1;
        buffer.allBuffers = allBuffers, doWrite(stream, state, !0, state.length, buffer, "", holder.finish), state.pendingcb++, state.lastBufferedRequest = null, holder.next ? (state.corkedRequestsFree = holder.next, holder.next = null) : state.corkedRequestsFree = new CorkedRequest(state), state.bufferedRequestCount = 0;
      } else {
        for (; entry; ) {
          var chunk = entry.chunk, encoding = entry.encoding, cb = entry.callback, len = state.objectMode ? 1 : chunk.length;
          if (doWrite(stream, state, !1, len, chunk, encoding, cb), entry = entry.next, state.bufferedRequestCount--, state.writing)
            break;
        }
        entry === null && (state.lastBufferedRequest = null);
      }
      state.bufferedRequest = entry, state.bufferProcessing = !1;
    }
    Writable.prototype._write = function(chunk, encoding, cb) {
      cb(new ERR_METHOD_NOT_IMPLEMENTED("_write()"));
    };
    Writable.prototype._writev = null;
    Writable.prototype.end = function(chunk, encoding, cb) {
      var state = this._writableState;
      return typeof chunk == "function" ? (cb = chunk, chunk = null, encoding = null) : typeof encoding == "function" && (cb = encoding, encoding = null), chunk != null && this.write(chunk, encoding), state.corked && (state.corked = 1, this.uncork()), state.ending || endWritable(this, state, cb), this;
    };
    Object.defineProperty(Writable.prototype, "writableLength", {
      // making it explicit this property is not enumerable
      // because otherwise some prototype manipulation in
      // userland will fail
      enumerable: !1,
      get: function() {
        return this._writableState.length;
      }
    });
    function needFinish(state) {
      return state.ending && state.length === 0 && state.bufferedRequest === null && !state.finished && !state.writing;
    }
    function callFinal(stream, state) {
      stream._final(function(err) {
        state.pendingcb--, err && errorOrDestroy(stream, err), state.prefinished = !0, stream.emit("prefinish"), finishMaybe(stream, state);
      });
    }
    function prefinish(stream, state) {
      !state.prefinished && !state.finalCalled && (typeof stream._final == "function" && !state.destroyed ? (state.pendingcb++, state.finalCalled = !0, process.nextTick(callFinal, stream, state)) : (state.prefinished = !0, stream.emit("prefinish")));
    }
    function finishMaybe(stream, state) {
      var need = needFinish(state);
      if (need && (prefinish(stream, state), state.pendingcb === 0 && (state.finished = !0, stream.emit("finish"), state.autoDestroy))) {
        var rState = stream._readableState;
        (!rState || rState.autoDestroy && rState.endEmitted) && stream.destroy();
      }
      return need;
    }
    function endWritable(stream, state, cb) {
      state.ending = !0, finishMaybe(stream, state), cb && (state.finished ? process.nextTick(cb) : stream.once("finish", cb)), state.ended = !0, stream.writable = !1;
    }
    function onCorkedFinish(corkReq, state, err) {
      var entry = corkReq.entry;
      for (corkReq.entry = null; entry; ) {
        var cb = entry.callback;
        state.pendingcb--, cb(err), entry = entry.next;
      }
      state.corkedRequestsFree.next = corkReq;
    }
    Object.defineProperty(Writable.prototype, "destroyed", {
      // making it explicit this property is not enumerable
      // because otherwise some prototype manipulation in
      // userland will fail
      enumerable: !1,
      get: function() {
        return this._writableState === void 0 ? !1 : this._writableState.destroyed;
      },
      set: function(value) {
        this._writableState && (this._writableState.destroyed = value);
      }
    });
    Writable.prototype.destroy = destroyImpl.destroy;
    Writable.prototype._undestroy = destroyImpl.undestroy;
    Writable.prototype._destroy = function(err, cb) {
      cb(err);
    };
  }
});

// node_modules/readable-stream/lib/_stream_duplex.js
var require_stream_duplex = __commonJS({
  "node_modules/readable-stream/lib/_stream_duplex.js"(exports, module) {
    "use strict";
    var objectKeys = Object.keys || function(obj) {
      var keys2 = [];
      for (var key in obj) keys2.push(key);
      return keys2;
    };
    module.exports = Duplex;
    var Readable = require_stream_readable(), Writable = require_stream_writable();
    require_inherits()(Duplex, Readable);
    for (keys = objectKeys(Writable.prototype), v = 0; v < keys.length; v++)
      method = keys[v], Duplex.prototype[method] || (Duplex.prototype[method] = Writable.prototype[method]);
    var keys, method, v;
    function Duplex(options) {
      if (!(this instanceof Duplex)) return new Duplex(options);
      Readable.call(this, options), Writable.call(this, options), this.allowHalfOpen = !0, options && (options.readable === !1 && (this.readable = !1), options.writable === !1 && (this.writable = !1), options.allowHalfOpen === !1 && (this.allowHalfOpen = !1, this.once("end", onend)));
    }
    Object.defineProperty(Duplex.prototype, "writableHighWaterMark", {
      // making it explicit this property is not enumerable
      // because otherwise some prototype manipulation in
      // userland will fail
      enumerable: !1,
      get: function() {
        return this._writableState.highWaterMark;
      }
    });
    Object.defineProperty(Duplex.prototype, "writableBuffer", {
      // making it explicit this property is not enumerable
      // because otherwise some prototype manipulation in
      // userland will fail
      enumerable: !1,
      get: function() {
        return this._writableState && this._writableState.getBuffer();
      }
    });
    Object.defineProperty(Duplex.prototype, "writableLength", {
      // making it explicit this property is not enumerable
      // because otherwise some prototype manipulation in
      // userland will fail
      enumerable: !1,
      get: function() {
        return this._writableState.length;
      }
    });
    function onend() {
      this._writableState.ended || process.nextTick(onEndNT, this);
    }
    function onEndNT(self2) {
      self2.end();
    }
    Object.defineProperty(Duplex.prototype, "destroyed", {
      // making it explicit this property is not enumerable
      // because otherwise some prototype manipulation in
      // userland will fail
      enumerable: !1,
      get: function() {
        return this._readableState === void 0 || this._writableState === void 0 ? !1 : this._readableState.destroyed && this._writableState.destroyed;
      },
      set: function(value) {
        this._readableState === void 0 || this._writableState === void 0 || (this._readableState.destroyed = value, this._writableState.destroyed = value);
      }
    });
  }
});

// node_modules/safe-buffer/index.js
var require_safe_buffer = __commonJS({
  "node_modules/safe-buffer/index.js"(exports, module) {
    var buffer = __require("buffer"), Buffer2 = buffer.Buffer;
    function copyProps(src, dst) {
      for (var key in src)
        dst[key] = src[key];
    }
    Buffer2.from && Buffer2.alloc && Buffer2.allocUnsafe && Buffer2.allocUnsafeSlow ? module.exports = buffer : (copyProps(buffer, exports), exports.Buffer = SafeBuffer);
    function SafeBuffer(arg, encodingOrOffset, length) {
      return Buffer2(arg, encodingOrOffset, length);
    }
    SafeBuffer.prototype = Object.create(Buffer2.prototype);
    copyProps(Buffer2, SafeBuffer);
    SafeBuffer.from = function(arg, encodingOrOffset, length) {
      if (typeof arg == "number")
        throw new TypeError("Argument must not be a number");
      return Buffer2(arg, encodingOrOffset, length);
    };
    SafeBuffer.alloc = function(size, fill, encoding) {
      if (typeof size != "number")
        throw new TypeError("Argument must be a number");
      var buf = Buffer2(size);
      return fill !== void 0 ? typeof encoding == "string" ? buf.fill(fill, encoding) : buf.fill(fill) : buf.fill(0), buf;
    };
    SafeBuffer.allocUnsafe = function(size) {
      if (typeof size != "number")
        throw new TypeError("Argument must be a number");
      return Buffer2(size);
    };
    SafeBuffer.allocUnsafeSlow = function(size) {
      if (typeof size != "number")
        throw new TypeError("Argument must be a number");
      return buffer.SlowBuffer(size);
    };
  }
});

// node_modules/string_decoder/lib/string_decoder.js
var require_string_decoder = __commonJS({
  "node_modules/string_decoder/lib/string_decoder.js"(exports) {
    "use strict";
    var Buffer2 = require_safe_buffer().Buffer, isEncoding = Buffer2.isEncoding || function(encoding) {
      switch (encoding = "" + encoding, encoding && encoding.toLowerCase()) {
        case "hex":
        case "utf8":
        case "utf-8":
        case "ascii":
        case "binary":
        case "base64":
        case "ucs2":
        case "ucs-2":
        case "utf16le":
        case "utf-16le":
        case "raw":
          return !0;
        default:
          return !1;
      }
    };
    function _normalizeEncoding(enc) {
      if (!enc) return "utf8";
      for (var retried; ; )
        switch (enc) {
          case "utf8":
          case "utf-8":
            return "utf8";
          case "ucs2":
          case "ucs-2":
          case "utf16le":
          case "utf-16le":
            return "utf16le";
          case "latin1":
          case "binary":
            return "latin1";
          case "base64":
          case "ascii":
          case "hex":
            return enc;
          default:
            if (retried) return;
            enc = ("" + enc).toLowerCase(), retried = !0;
        }
    }
    function normalizeEncoding(enc) {
      var nenc = _normalizeEncoding(enc);
      if (typeof nenc != "string" && (Buffer2.isEncoding === isEncoding || !isEncoding(enc))) throw new Error("Unknown encoding: " + enc);
      return nenc || enc;
    }
    exports.StringDecoder = StringDecoder;
    function StringDecoder(encoding) {
      this.encoding = normalizeEncoding(encoding);
      var nb;
      switch (this.encoding) {
        case "utf16le":
          this.text = utf16Text, this.end = utf16End, nb = 4;
          break;
        case "utf8":
          this.fillLast = utf8FillLast, nb = 4;
          break;
        case "base64":
          this.text = base64Text, this.end = base64End, nb = 3;
          break;
        default:
          this.write = simpleWrite, this.end = simpleEnd;
          return;
      }
      this.lastNeed = 0, this.lastTotal = 0, this.lastChar = Buffer2.allocUnsafe(nb);
    }
    StringDecoder.prototype.write = function(buf) {
      if (buf.length === 0) return "";
      var r, i;
      if (this.lastNeed) {
        if (r = this.fillLast(buf), r === void 0) return "";
        i = this.lastNeed, this.lastNeed = 0;
      } else
        i = 0;
      return i < buf.length ? r ? r + this.text(buf, i) : this.text(buf, i) : r || "";
    };
    StringDecoder.prototype.end = utf8End;
    StringDecoder.prototype.text = utf8Text;
    StringDecoder.prototype.fillLast = function(buf) {
      if (this.lastNeed <= buf.length)
        return buf.copy(this.lastChar, this.lastTotal - this.lastNeed, 0, this.lastNeed), this.lastChar.toString(this.encoding, 0, this.lastTotal);
      buf.copy(this.lastChar, this.lastTotal - this.lastNeed, 0, buf.length), this.lastNeed -= buf.length;
    };
    function utf8CheckByte(byte) {
      return byte <= 127 ? 0 : byte >> 5 === 6 ? 2 : byte >> 4 === 14 ? 3 : byte >> 3 === 30 ? 4 : byte >> 6 === 2 ? -1 : -2;
    }
    function utf8CheckIncomplete(self2, buf, i) {
      var j = buf.length - 1;
      if (j < i) return 0;
      var nb = utf8CheckByte(buf[j]);
      return nb >= 0 ? (nb > 0 && (self2.lastNeed = nb - 1), nb) : --j < i || nb === -2 ? 0 : (nb = utf8CheckByte(buf[j]), nb >= 0 ? (nb > 0 && (self2.lastNeed = nb - 2), nb) : --j < i || nb === -2 ? 0 : (nb = utf8CheckByte(buf[j]), nb >= 0 ? (nb > 0 && (nb === 2 ? nb = 0 : self2.lastNeed = nb - 3), nb) : 0));
    }
    function utf8CheckExtraBytes(self2, buf, p) {
      if ((buf[0] & 192) !== 128)
        return self2.lastNeed = 0, "\uFFFD";
      if (self2.lastNeed > 1 && buf.length > 1) {
        if ((buf[1] & 192) !== 128)
          return self2.lastNeed = 1, "\uFFFD";
        if (self2.lastNeed > 2 && buf.length > 2 && (buf[2] & 192) !== 128)
          return self2.lastNeed = 2, "\uFFFD";
      }
    }
    function utf8FillLast(buf) {
      var p = this.lastTotal - this.lastNeed, r = utf8CheckExtraBytes(this, buf, p);
      if (r !== void 0) return r;
      if (this.lastNeed <= buf.length)
        return buf.copy(this.lastChar, p, 0, this.lastNeed), this.lastChar.toString(this.encoding, 0, this.lastTotal);
      buf.copy(this.lastChar, p, 0, buf.length), this.lastNeed -= buf.length;
    }
    function utf8Text(buf, i) {
      var total = utf8CheckIncomplete(this, buf, i);
      if (!this.lastNeed) return buf.toString("utf8", i);
      this.lastTotal = total;
      var end = buf.length - (total - this.lastNeed);
      return buf.copy(this.lastChar, 0, end), buf.toString("utf8", i, end);
    }
    function utf8End(buf) {
      var r = buf && buf.length ? this.write(buf) : "";
      return this.lastNeed ? r + "\uFFFD" : r;
    }
    function utf16Text(buf, i) {
      if ((buf.length - i) % 2 === 0) {
        var r = buf.toString("utf16le", i);
        if (r) {
          var c = r.charCodeAt(r.length - 1);
          if (c >= 55296 && c <= 56319)
            return this.lastNeed = 2, this.lastTotal = 4, this.lastChar[0] = buf[buf.length - 2], this.lastChar[1] = buf[buf.length - 1], r.slice(0, -1);
        }
        return r;
      }
      return this.lastNeed = 1, this.lastTotal = 2, this.lastChar[0] = buf[buf.length - 1], buf.toString("utf16le", i, buf.length - 1);
    }
    function utf16End(buf) {
      var r = buf && buf.length ? this.write(buf) : "";
      if (this.lastNeed) {
        var end = this.lastTotal - this.lastNeed;
        return r + this.lastChar.toString("utf16le", 0, end);
      }
      return r;
    }
    function base64Text(buf, i) {
      var n = (buf.length - i) % 3;
      return n === 0 ? buf.toString("base64", i) : (this.lastNeed = 3 - n, this.lastTotal = 3, n === 1 ? this.lastChar[0] = buf[buf.length - 1] : (this.lastChar[0] = buf[buf.length - 2], this.lastChar[1] = buf[buf.length - 1]), buf.toString("base64", i, buf.length - n));
    }
    function base64End(buf) {
      var r = buf && buf.length ? this.write(buf) : "";
      return this.lastNeed ? r + this.lastChar.toString("base64", 0, 3 - this.lastNeed) : r;
    }
    function simpleWrite(buf) {
      return buf.toString(this.encoding);
    }
    function simpleEnd(buf) {
      return buf && buf.length ? this.write(buf) : "";
    }
  }
});

// node_modules/readable-stream/lib/internal/streams/end-of-stream.js
var require_end_of_stream = __commonJS({
  "node_modules/readable-stream/lib/internal/streams/end-of-stream.js"(exports, module) {
    "use strict";
    var ERR_STREAM_PREMATURE_CLOSE = require_errors2().codes.ERR_STREAM_PREMATURE_CLOSE;
    function once(callback) {
      var called = !1;
      return function() {
        if (!called) {
          called = !0;
          for (var _len = arguments.length, args = new Array(_len), _key = 0; _key < _len; _key++)
            args[_key] = arguments[_key];
          callback.apply(this, args);
        }
      };
    }
    function noop() {
    }
    function isRequest(stream) {
      return stream.setHeader && typeof stream.abort == "function";
    }
    function eos(stream, opts, callback) {
      if (typeof opts == "function") return eos(stream, null, opts);
      opts || (opts = {}), callback = once(callback || noop);
      var readable = opts.readable || opts.readable !== !1 && stream.readable, writable = opts.writable || opts.writable !== !1 && stream.writable, onlegacyfinish = function() {
        stream.writable || onfinish();
      }, writableEnded = stream._writableState && stream._writableState.finished, onfinish = function() {
        writable = !1, writableEnded = !0, readable || callback.call(stream);
      }, readableEnded = stream._readableState && stream._readableState.endEmitted, onend = function() {
        readable = !1, readableEnded = !0, writable || callback.call(stream);
      }, onerror = function(err) {
        callback.call(stream, err);
      }, onclose = function() {
        var err;
        if (readable && !readableEnded)
          return (!stream._readableState || !stream._readableState.ended) && (err = new ERR_STREAM_PREMATURE_CLOSE()), callback.call(stream, err);
        if (writable && !writableEnded)
          return (!stream._writableState || !stream._writableState.ended) && (err = new ERR_STREAM_PREMATURE_CLOSE()), callback.call(stream, err);
      }, onrequest = function() {
        stream.req.on("finish", onfinish);
      };
      return isRequest(stream) ? (stream.on("complete", onfinish), stream.on("abort", onclose), stream.req ? onrequest() : stream.on("request", onrequest)) : writable && !stream._writableState && (stream.on("end", onlegacyfinish), stream.on("close", onlegacyfinish)), stream.on("end", onend), stream.on("finish", onfinish), opts.error !== !1 && stream.on("error", onerror), stream.on("close", onclose), function() {
        stream.removeListener("complete", onfinish), stream.removeListener("abort", onclose), stream.removeListener("request", onrequest), stream.req && stream.req.removeListener("finish", onfinish), stream.removeListener("end", onlegacyfinish), stream.removeListener("close", onlegacyfinish), stream.removeListener("finish", onfinish), stream.removeListener("end", onend), stream.removeListener("error", onerror), stream.removeListener("close", onclose);
      };
    }
    module.exports = eos;
  }
});

// node_modules/readable-stream/lib/internal/streams/async_iterator.js
var require_async_iterator = __commonJS({
  "node_modules/readable-stream/lib/internal/streams/async_iterator.js"(exports, module) {
    "use strict";
    var _Object$setPrototypeO;
    function _defineProperty(obj, key, value) {
      return key = _toPropertyKey(key), key in obj ? Object.defineProperty(obj, key, { value, enumerable: !0, configurable: !0, writable: !0 }) : obj[key] = value, obj;
    }
    function _toPropertyKey(arg) {
      var key = _toPrimitive(arg, "string");
      return typeof key == "symbol" ? key : String(key);
    }
    function _toPrimitive(input, hint) {
      if (typeof input != "object" || input === null) return input;
      var prim = input[Symbol.toPrimitive];
      if (prim !== void 0) {
        var res = prim.call(input, hint || "default");
        if (typeof res != "object") return res;
        throw new TypeError("@@toPrimitive must return a primitive value.");
      }
      return (hint === "string" ? String : Number)(input);
    }
    var finished = require_end_of_stream(), kLastResolve = /* @__PURE__ */ Symbol("lastResolve"), kLastReject = /* @__PURE__ */ Symbol("lastReject"), kError = /* @__PURE__ */ Symbol("error"), kEnded = /* @__PURE__ */ Symbol("ended"), kLastPromise = /* @__PURE__ */ Symbol("lastPromise"), kHandlePromise = /* @__PURE__ */ Symbol("handlePromise"), kStream = /* @__PURE__ */ Symbol("stream");
    function createIterResult(value, done) {
      return {
        value,
        done
      };
    }
    function readAndResolve(iter) {
      var resolve3 = iter[kLastResolve];
      if (resolve3 !== null) {
        var data = iter[kStream].read();
        data !== null && (iter[kLastPromise] = null, iter[kLastResolve] = null, iter[kLastReject] = null, resolve3(createIterResult(data, !1)));
      }
    }
    function onReadable(iter) {
      process.nextTick(readAndResolve, iter);
    }
    function wrapForNext(lastPromise, iter) {
      return function(resolve3, reject) {
        lastPromise.then(function() {
          if (iter[kEnded]) {
            resolve3(createIterResult(void 0, !0));
            return;
          }
          iter[kHandlePromise](resolve3, reject);
        }, reject);
      };
    }
    var AsyncIteratorPrototype = Object.getPrototypeOf(function() {
    }), ReadableStreamAsyncIteratorPrototype = Object.setPrototypeOf((_Object$setPrototypeO = {
      get stream() {
        return this[kStream];
      },
      next: function() {
        var _this = this, error = this[kError];
        if (error !== null)
          return Promise.reject(error);
        if (this[kEnded])
          return Promise.resolve(createIterResult(void 0, !0));
        if (this[kStream].destroyed)
          return new Promise(function(resolve3, reject) {
            process.nextTick(function() {
              _this[kError] ? reject(_this[kError]) : resolve3(createIterResult(void 0, !0));
            });
          });
        var lastPromise = this[kLastPromise], promise;
        if (lastPromise)
          promise = new Promise(wrapForNext(lastPromise, this));
        else {
          var data = this[kStream].read();
          if (data !== null)
            return Promise.resolve(createIterResult(data, !1));
          promise = new Promise(this[kHandlePromise]);
        }
        return this[kLastPromise] = promise, promise;
      }
    }, _defineProperty(_Object$setPrototypeO, Symbol.asyncIterator, function() {
      return this;
    }), _defineProperty(_Object$setPrototypeO, "return", function() {
      var _this2 = this;
      return new Promise(function(resolve3, reject) {
        _this2[kStream].destroy(null, function(err) {
          if (err) {
            reject(err);
            return;
          }
          resolve3(createIterResult(void 0, !0));
        });
      });
    }), _Object$setPrototypeO), AsyncIteratorPrototype), createReadableStreamAsyncIterator = function(stream) {
      var _Object$create, iterator = Object.create(ReadableStreamAsyncIteratorPrototype, (_Object$create = {}, _defineProperty(_Object$create, kStream, {
        value: stream,
        writable: !0
      }), _defineProperty(_Object$create, kLastResolve, {
        value: null,
        writable: !0
      }), _defineProperty(_Object$create, kLastReject, {
        value: null,
        writable: !0
      }), _defineProperty(_Object$create, kError, {
        value: null,
        writable: !0
      }), _defineProperty(_Object$create, kEnded, {
        value: stream._readableState.endEmitted,
        writable: !0
      }), _defineProperty(_Object$create, kHandlePromise, {
        value: function(resolve3, reject) {
          var data = iterator[kStream].read();
          data ? (iterator[kLastPromise] = null, iterator[kLastResolve] = null, iterator[kLastReject] = null, resolve3(createIterResult(data, !1))) : (iterator[kLastResolve] = resolve3, iterator[kLastReject] = reject);
        },
        writable: !0
      }), _Object$create));
      return iterator[kLastPromise] = null, finished(stream, function(err) {
        if (err && err.code !== "ERR_STREAM_PREMATURE_CLOSE") {
          var reject = iterator[kLastReject];
          reject !== null && (iterator[kLastPromise] = null, iterator[kLastResolve] = null, iterator[kLastReject] = null, reject(err)), iterator[kError] = err;
          return;
        }
        var resolve3 = iterator[kLastResolve];
        resolve3 !== null && (iterator[kLastPromise] = null, iterator[kLastResolve] = null, iterator[kLastReject] = null, resolve3(createIterResult(void 0, !0))), iterator[kEnded] = !0;
      }), stream.on("readable", onReadable.bind(null, iterator)), iterator;
    };
    module.exports = createReadableStreamAsyncIterator;
  }
});

// node_modules/readable-stream/lib/internal/streams/from.js
var require_from = __commonJS({
  "node_modules/readable-stream/lib/internal/streams/from.js"(exports, module) {
    "use strict";
    function asyncGeneratorStep(gen, resolve3, reject, _next, _throw, key, arg) {
      try {
        var info = gen[key](arg), value = info.value;
      } catch (error) {
        reject(error);
        return;
      }
      info.done ? resolve3(value) : Promise.resolve(value).then(_next, _throw);
    }
    function _asyncToGenerator(fn) {
      return function() {
        var self2 = this, args = arguments;
        return new Promise(function(resolve3, reject) {
          var gen = fn.apply(self2, args);
          function _next(value) {
            asyncGeneratorStep(gen, resolve3, reject, _next, _throw, "next", value);
          }
          function _throw(err) {
            asyncGeneratorStep(gen, resolve3, reject, _next, _throw, "throw", err);
          }
          _next(void 0);
        });
      };
    }
    function ownKeys(object, enumerableOnly) {
      var keys = Object.keys(object);
      if (Object.getOwnPropertySymbols) {
        var symbols = Object.getOwnPropertySymbols(object);
        enumerableOnly && (symbols = symbols.filter(function(sym) {
          return Object.getOwnPropertyDescriptor(object, sym).enumerable;
        })), keys.push.apply(keys, symbols);
      }
      return keys;
    }
    function _objectSpread(target) {
      for (var i = 1; i < arguments.length; i++) {
        var source = arguments[i] != null ? arguments[i] : {};
        i % 2 ? ownKeys(Object(source), !0).forEach(function(key) {
          _defineProperty(target, key, source[key]);
        }) : Object.getOwnPropertyDescriptors ? Object.defineProperties(target, Object.getOwnPropertyDescriptors(source)) : ownKeys(Object(source)).forEach(function(key) {
          Object.defineProperty(target, key, Object.getOwnPropertyDescriptor(source, key));
        });
      }
      return target;
    }
    function _defineProperty(obj, key, value) {
      return key = _toPropertyKey(key), key in obj ? Object.defineProperty(obj, key, { value, enumerable: !0, configurable: !0, writable: !0 }) : obj[key] = value, obj;
    }
    function _toPropertyKey(arg) {
      var key = _toPrimitive(arg, "string");
      return typeof key == "symbol" ? key : String(key);
    }
    function _toPrimitive(input, hint) {
      if (typeof input != "object" || input === null) return input;
      var prim = input[Symbol.toPrimitive];
      if (prim !== void 0) {
        var res = prim.call(input, hint || "default");
        if (typeof res != "object") return res;
        throw new TypeError("@@toPrimitive must return a primitive value.");
      }
      return (hint === "string" ? String : Number)(input);
    }
    var ERR_INVALID_ARG_TYPE = require_errors2().codes.ERR_INVALID_ARG_TYPE;
    function from(Readable, iterable, opts) {
      var iterator;
      if (iterable && typeof iterable.next == "function")
        iterator = iterable;
      else if (iterable && iterable[Symbol.asyncIterator]) iterator = iterable[Symbol.asyncIterator]();
      else if (iterable && iterable[Symbol.iterator]) iterator = iterable[Symbol.iterator]();
      else throw new ERR_INVALID_ARG_TYPE("iterable", ["Iterable"], iterable);
      var readable = new Readable(_objectSpread({
        objectMode: !0
      }, opts)), reading = !1;
      readable._read = function() {
        reading || (reading = !0, next());
      };
      function next() {
        return _next2.apply(this, arguments);
      }
      function _next2() {
        return _next2 = _asyncToGenerator(function* () {
          try {
            var _yield$iterator$next = yield iterator.next(), value = _yield$iterator$next.value, done = _yield$iterator$next.done;
            done ? readable.push(null) : readable.push(yield value) ? next() : reading = !1;
          } catch (err) {
            readable.destroy(err);
          }
        }), _next2.apply(this, arguments);
      }
      return readable;
    }
    module.exports = from;
  }
});

// node_modules/readable-stream/lib/_stream_readable.js
var require_stream_readable = __commonJS({
  "node_modules/readable-stream/lib/_stream_readable.js"(exports, module) {
    "use strict";
    module.exports = Readable;
    var Duplex;
    Readable.ReadableState = ReadableState;
    var EE = __require("events").EventEmitter, EElistenerCount = function(emitter, type) {
      return emitter.listeners(type).length;
    }, Stream = require_stream(), Buffer2 = __require("buffer").Buffer, OurUint8Array = (typeof global < "u" ? global : typeof window < "u" ? window : typeof self < "u" ? self : {}).Uint8Array || function() {
    };
    function _uint8ArrayToBuffer(chunk) {
      return Buffer2.from(chunk);
    }
    function _isUint8Array(obj) {
      return Buffer2.isBuffer(obj) || obj instanceof OurUint8Array;
    }
    var debugUtil = __require("util"), debug;
    debugUtil && debugUtil.debuglog ? debug = debugUtil.debuglog("stream") : debug = function() {
    };
    var BufferList = require_buffer_list(), destroyImpl = require_destroy(), _require = require_state(), getHighWaterMark = _require.getHighWaterMark, _require$codes = require_errors2().codes, ERR_INVALID_ARG_TYPE = _require$codes.ERR_INVALID_ARG_TYPE, ERR_STREAM_PUSH_AFTER_EOF = _require$codes.ERR_STREAM_PUSH_AFTER_EOF, ERR_METHOD_NOT_IMPLEMENTED = _require$codes.ERR_METHOD_NOT_IMPLEMENTED, ERR_STREAM_UNSHIFT_AFTER_END_EVENT = _require$codes.ERR_STREAM_UNSHIFT_AFTER_END_EVENT, StringDecoder, createReadableStreamAsyncIterator, from;
    require_inherits()(Readable, Stream);
    var errorOrDestroy = destroyImpl.errorOrDestroy, kProxyEvents = ["error", "close", "destroy", "pause", "resume"];
    function prependListener(emitter, event, fn) {
      if (typeof emitter.prependListener == "function") return emitter.prependListener(event, fn);
      !emitter._events || !emitter._events[event] ? emitter.on(event, fn) : Array.isArray(emitter._events[event]) ? emitter._events[event].unshift(fn) : emitter._events[event] = [fn, emitter._events[event]];
    }
    function ReadableState(options, stream, isDuplex) {
      Duplex = Duplex || require_stream_duplex(), options = options || {}, typeof isDuplex != "boolean" && (isDuplex = stream instanceof Duplex), this.objectMode = !!options.objectMode, isDuplex && (this.objectMode = this.objectMode || !!options.readableObjectMode), this.highWaterMark = getHighWaterMark(this, options, "readableHighWaterMark", isDuplex), this.buffer = new BufferList(), this.length = 0, this.pipes = null, this.pipesCount = 0, this.flowing = null, this.ended = !1, this.endEmitted = !1, this.reading = !1, this.sync = !0, this.needReadable = !1, this.emittedReadable = !1, this.readableListening = !1, this.resumeScheduled = !1, this.paused = !0, this.emitClose = options.emitClose !== !1, this.autoDestroy = !!options.autoDestroy, this.destroyed = !1, this.defaultEncoding = options.defaultEncoding || "utf8", this.awaitDrain = 0, this.readingMore = !1, this.decoder = null, this.encoding = null, options.encoding && (StringDecoder || (StringDecoder = require_string_decoder().StringDecoder), this.decoder = new StringDecoder(options.encoding), this.encoding = options.encoding);
    }
    function Readable(options) {
      if (Duplex = Duplex || require_stream_duplex(), !(this instanceof Readable)) return new Readable(options);
      var isDuplex = this instanceof Duplex;
      this._readableState = new ReadableState(options, this, isDuplex), this.readable = !0, options && (typeof options.read == "function" && (this._read = options.read), typeof options.destroy == "function" && (this._destroy = options.destroy)), Stream.call(this);
    }
    Object.defineProperty(Readable.prototype, "destroyed", {
      // making it explicit this property is not enumerable
      // because otherwise some prototype manipulation in
      // userland will fail
      enumerable: !1,
      get: function() {
        return this._readableState === void 0 ? !1 : this._readableState.destroyed;
      },
      set: function(value) {
        this._readableState && (this._readableState.destroyed = value);
      }
    });
    Readable.prototype.destroy = destroyImpl.destroy;
    Readable.prototype._undestroy = destroyImpl.undestroy;
    Readable.prototype._destroy = function(err, cb) {
      cb(err);
    };
    Readable.prototype.push = function(chunk, encoding) {
      var state = this._readableState, skipChunkCheck;
      return state.objectMode ? skipChunkCheck = !0 : typeof chunk == "string" && (encoding = encoding || state.defaultEncoding, encoding !== state.encoding && (chunk = Buffer2.from(chunk, encoding), encoding = ""), skipChunkCheck = !0), readableAddChunk(this, chunk, encoding, !1, skipChunkCheck);
    };
    Readable.prototype.unshift = function(chunk) {
      return readableAddChunk(this, chunk, null, !0, !1);
    };
    function readableAddChunk(stream, chunk, encoding, addToFront, skipChunkCheck) {
      debug("readableAddChunk", chunk);
      var state = stream._readableState;
      if (chunk === null)
        state.reading = !1, onEofChunk(stream, state);
      else {
        var er;
        if (skipChunkCheck || (er = chunkInvalid(state, chunk)), er)
          errorOrDestroy(stream, er);
        else if (state.objectMode || chunk && chunk.length > 0)
          if (typeof chunk != "string" && !state.objectMode && Object.getPrototypeOf(chunk) !== Buffer2.prototype && (chunk = _uint8ArrayToBuffer(chunk)), addToFront)
            state.endEmitted ? errorOrDestroy(stream, new ERR_STREAM_UNSHIFT_AFTER_END_EVENT()) : addChunk(stream, state, chunk, !0);
          else if (state.ended)
            errorOrDestroy(stream, new ERR_STREAM_PUSH_AFTER_EOF());
          else {
            if (state.destroyed)
              return !1;
            state.reading = !1, state.decoder && !encoding ? (chunk = state.decoder.write(chunk), state.objectMode || chunk.length !== 0 ? addChunk(stream, state, chunk, !1) : maybeReadMore(stream, state)) : addChunk(stream, state, chunk, !1);
          }
        else addToFront || (state.reading = !1, maybeReadMore(stream, state));
      }
      return !state.ended && (state.length < state.highWaterMark || state.length === 0);
    }
    function addChunk(stream, state, chunk, addToFront) {
      state.flowing && state.length === 0 && !state.sync ? (state.awaitDrain = 0, stream.emit("data", chunk)) : (state.length += state.objectMode ? 1 : chunk.length, addToFront ? state.buffer.unshift(chunk) : state.buffer.push(chunk), state.needReadable && emitReadable(stream)), maybeReadMore(stream, state);
    }
    function chunkInvalid(state, chunk) {
      var er;
      return !_isUint8Array(chunk) && typeof chunk != "string" && chunk !== void 0 && !state.objectMode && (er = new ERR_INVALID_ARG_TYPE("chunk", ["string", "Buffer", "Uint8Array"], chunk)), er;
    }
    Readable.prototype.isPaused = function() {
      return this._readableState.flowing === !1;
    };
    Readable.prototype.setEncoding = function(enc) {
      StringDecoder || (StringDecoder = require_string_decoder().StringDecoder);
      var decoder = new StringDecoder(enc);
      this._readableState.decoder = decoder, this._readableState.encoding = this._readableState.decoder.encoding;
      for (var p = this._readableState.buffer.head, content = ""; p !== null; )
        content += decoder.write(p.data), p = p.next;
      return this._readableState.buffer.clear(), content !== "" && this._readableState.buffer.push(content), this._readableState.length = content.length, this;
    };
    var MAX_HWM = 1073741824;
    function computeNewHighWaterMark(n) {
      return n >= MAX_HWM ? n = MAX_HWM : (n--, n |= n >>> 1, n |= n >>> 2, n |= n >>> 4, n |= n >>> 8, n |= n >>> 16, n++), n;
    }
    function howMuchToRead(n, state) {
      return n <= 0 || state.length === 0 && state.ended ? 0 : state.objectMode ? 1 : n !== n ? state.flowing && state.length ? state.buffer.head.data.length : state.length : (n > state.highWaterMark && (state.highWaterMark = computeNewHighWaterMark(n)), n <= state.length ? n : state.ended ? state.length : (state.needReadable = !0, 0));
    }
    Readable.prototype.read = function(n) {
      debug("read", n), n = parseInt(n, 10);
      var state = this._readableState, nOrig = n;
      if (n !== 0 && (state.emittedReadable = !1), n === 0 && state.needReadable && ((state.highWaterMark !== 0 ? state.length >= state.highWaterMark : state.length > 0) || state.ended))
        return debug("read: emitReadable", state.length, state.ended), state.length === 0 && state.ended ? endReadable(this) : emitReadable(this), null;
      if (n = howMuchToRead(n, state), n === 0 && state.ended)
        return state.length === 0 && endReadable(this), null;
      var doRead = state.needReadable;
      debug("need readable", doRead), (state.length === 0 || state.length - n < state.highWaterMark) && (doRead = !0, debug("length less than watermark", doRead)), state.ended || state.reading ? (doRead = !1, debug("reading or ended", doRead)) : doRead && (debug("do read"), state.reading = !0, state.sync = !0, state.length === 0 && (state.needReadable = !0), this._read(state.highWaterMark), state.sync = !1, state.reading || (n = howMuchToRead(nOrig, state)));
      var ret;
      return n > 0 ? ret = fromList(n, state) : ret = null, ret === null ? (state.needReadable = state.length <= state.highWaterMark, n = 0) : (state.length -= n, state.awaitDrain = 0), state.length === 0 && (state.ended || (state.needReadable = !0), nOrig !== n && state.ended && endReadable(this)), ret !== null && this.emit("data", ret), ret;
    };
    function onEofChunk(stream, state) {
      if (debug("onEofChunk"), !state.ended) {
        if (state.decoder) {
          var chunk = state.decoder.end();
          chunk && chunk.length && (state.buffer.push(chunk), state.length += state.objectMode ? 1 : chunk.length);
        }
        state.ended = !0, state.sync ? emitReadable(stream) : (state.needReadable = !1, state.emittedReadable || (state.emittedReadable = !0, emitReadable_(stream)));
      }
    }
    function emitReadable(stream) {
      var state = stream._readableState;
      debug("emitReadable", state.needReadable, state.emittedReadable), state.needReadable = !1, state.emittedReadable || (debug("emitReadable", state.flowing), state.emittedReadable = !0, process.nextTick(emitReadable_, stream));
    }
    function emitReadable_(stream) {
      var state = stream._readableState;
      debug("emitReadable_", state.destroyed, state.length, state.ended), !state.destroyed && (state.length || state.ended) && (stream.emit("readable"), state.emittedReadable = !1), state.needReadable = !state.flowing && !state.ended && state.length <= state.highWaterMark, flow(stream);
    }
    function maybeReadMore(stream, state) {
      state.readingMore || (state.readingMore = !0, process.nextTick(maybeReadMore_, stream, state));
    }
    function maybeReadMore_(stream, state) {
      for (; !state.reading && !state.ended && (state.length < state.highWaterMark || state.flowing && state.length === 0); ) {
        var len = state.length;
        if (debug("maybeReadMore read 0"), stream.read(0), len === state.length)
          break;
      }
      state.readingMore = !1;
    }
    Readable.prototype._read = function(n) {
      errorOrDestroy(this, new ERR_METHOD_NOT_IMPLEMENTED("_read()"));
    };
    Readable.prototype.pipe = function(dest, pipeOpts) {
      var src = this, state = this._readableState;
      switch (state.pipesCount) {
        case 0:
          state.pipes = dest;
          break;
        case 1:
          state.pipes = [state.pipes, dest];
          break;
        default:
          state.pipes.push(dest);
          break;
      }
      state.pipesCount += 1, debug("pipe count=%d opts=%j", state.pipesCount, pipeOpts);
      var doEnd = (!pipeOpts || pipeOpts.end !== !1) && dest !== process.stdout && dest !== process.stderr, endFn = doEnd ? onend : unpipe;
      state.endEmitted ? process.nextTick(endFn) : src.once("end", endFn), dest.on("unpipe", onunpipe);
      function onunpipe(readable, unpipeInfo) {
        debug("onunpipe"), readable === src && unpipeInfo && unpipeInfo.hasUnpiped === !1 && (unpipeInfo.hasUnpiped = !0, cleanup());
      }
      function onend() {
        debug("onend"), dest.end();
      }
      var ondrain = pipeOnDrain(src);
      dest.on("drain", ondrain);
      var cleanedUp = !1;
      function cleanup() {
        debug("cleanup"), dest.removeListener("close", onclose), dest.removeListener("finish", onfinish), dest.removeListener("drain", ondrain), dest.removeListener("error", onerror), dest.removeListener("unpipe", onunpipe), src.removeListener("end", onend), src.removeListener("end", unpipe), src.removeListener("data", ondata), cleanedUp = !0, state.awaitDrain && (!dest._writableState || dest._writableState.needDrain) && ondrain();
      }
      src.on("data", ondata);
      function ondata(chunk) {
        debug("ondata");
        var ret = dest.write(chunk);
        debug("dest.write", ret), ret === !1 && ((state.pipesCount === 1 && state.pipes === dest || state.pipesCount > 1 && indexOf(state.pipes, dest) !== -1) && !cleanedUp && (debug("false write response, pause", state.awaitDrain), state.awaitDrain++), src.pause());
      }
      function onerror(er) {
        debug("onerror", er), unpipe(), dest.removeListener("error", onerror), EElistenerCount(dest, "error") === 0 && errorOrDestroy(dest, er);
      }
      prependListener(dest, "error", onerror);
      function onclose() {
        dest.removeListener("finish", onfinish), unpipe();
      }
      dest.once("close", onclose);
      function onfinish() {
        debug("onfinish"), dest.removeListener("close", onclose), unpipe();
      }
      dest.once("finish", onfinish);
      function unpipe() {
        debug("unpipe"), src.unpipe(dest);
      }
      return dest.emit("pipe", src), state.flowing || (debug("pipe resume"), src.resume()), dest;
    };
    function pipeOnDrain(src) {
      return function() {
        var state = src._readableState;
        debug("pipeOnDrain", state.awaitDrain), state.awaitDrain && state.awaitDrain--, state.awaitDrain === 0 && EElistenerCount(src, "data") && (state.flowing = !0, flow(src));
      };
    }
    Readable.prototype.unpipe = function(dest) {
      var state = this._readableState, unpipeInfo = {
        hasUnpiped: !1
      };
      if (state.pipesCount === 0) return this;
      if (state.pipesCount === 1)
        return dest && dest !== state.pipes ? this : (dest || (dest = state.pipes), state.pipes = null, state.pipesCount = 0, state.flowing = !1, dest && dest.emit("unpipe", this, unpipeInfo), this);
      if (!dest) {
        var dests = state.pipes, len = state.pipesCount;
        state.pipes = null, state.pipesCount = 0, state.flowing = !1;
        for (var i = 0; i < len; i++) dests[i].emit("unpipe", this, {
          hasUnpiped: !1
        });
        return this;
      }
      var index = indexOf(state.pipes, dest);
      return index === -1 ? this : (state.pipes.splice(index, 1), state.pipesCount -= 1, state.pipesCount === 1 && (state.pipes = state.pipes[0]), dest.emit("unpipe", this, unpipeInfo), this);
    };
    Readable.prototype.on = function(ev, fn) {
      var res = Stream.prototype.on.call(this, ev, fn), state = this._readableState;
      return ev === "data" ? (state.readableListening = this.listenerCount("readable") > 0, state.flowing !== !1 && this.resume()) : ev === "readable" && !state.endEmitted && !state.readableListening && (state.readableListening = state.needReadable = !0, state.flowing = !1, state.emittedReadable = !1, debug("on readable", state.length, state.reading), state.length ? emitReadable(this) : state.reading || process.nextTick(nReadingNextTick, this)), res;
    };
    Readable.prototype.addListener = Readable.prototype.on;
    Readable.prototype.removeListener = function(ev, fn) {
      var res = Stream.prototype.removeListener.call(this, ev, fn);
      return ev === "readable" && process.nextTick(updateReadableListening, this), res;
    };
    Readable.prototype.removeAllListeners = function(ev) {
      var res = Stream.prototype.removeAllListeners.apply(this, arguments);
      return (ev === "readable" || ev === void 0) && process.nextTick(updateReadableListening, this), res;
    };
    function updateReadableListening(self2) {
      var state = self2._readableState;
      state.readableListening = self2.listenerCount("readable") > 0, state.resumeScheduled && !state.paused ? state.flowing = !0 : self2.listenerCount("data") > 0 && self2.resume();
    }
    function nReadingNextTick(self2) {
      debug("readable nexttick read 0"), self2.read(0);
    }
    Readable.prototype.resume = function() {
      var state = this._readableState;
      return state.flowing || (debug("resume"), state.flowing = !state.readableListening, resume(this, state)), state.paused = !1, this;
    };
    function resume(stream, state) {
      state.resumeScheduled || (state.resumeScheduled = !0, process.nextTick(resume_, stream, state));
    }
    function resume_(stream, state) {
      debug("resume", state.reading), state.reading || stream.read(0), state.resumeScheduled = !1, stream.emit("resume"), flow(stream), state.flowing && !state.reading && stream.read(0);
    }
    Readable.prototype.pause = function() {
      return debug("call pause flowing=%j", this._readableState.flowing), this._readableState.flowing !== !1 && (debug("pause"), this._readableState.flowing = !1, this.emit("pause")), this._readableState.paused = !0, this;
    };
    function flow(stream) {
      var state = stream._readableState;
      for (debug("flow", state.flowing); state.flowing && stream.read() !== null; ) ;
    }
    Readable.prototype.wrap = function(stream) {
      var _this = this, state = this._readableState, paused = !1;
      stream.on("end", function() {
        if (debug("wrapped end"), state.decoder && !state.ended) {
          var chunk = state.decoder.end();
          chunk && chunk.length && _this.push(chunk);
        }
        _this.push(null);
      }), stream.on("data", function(chunk) {
        if (debug("wrapped data"), state.decoder && (chunk = state.decoder.write(chunk)), !(state.objectMode && chunk == null) && !(!state.objectMode && (!chunk || !chunk.length))) {
          var ret = _this.push(chunk);
          ret || (paused = !0, stream.pause());
        }
      });
      for (var i in stream)
        this[i] === void 0 && typeof stream[i] == "function" && (this[i] = /* @__PURE__ */ (function(method) {
          return function() {
            return stream[method].apply(stream, arguments);
          };
        })(i));
      for (var n = 0; n < kProxyEvents.length; n++)
        stream.on(kProxyEvents[n], this.emit.bind(this, kProxyEvents[n]));
      return this._read = function(n2) {
        debug("wrapped _read", n2), paused && (paused = !1, stream.resume());
      }, this;
    };
    typeof Symbol == "function" && (Readable.prototype[Symbol.asyncIterator] = function() {
      return createReadableStreamAsyncIterator === void 0 && (createReadableStreamAsyncIterator = require_async_iterator()), createReadableStreamAsyncIterator(this);
    });
    Object.defineProperty(Readable.prototype, "readableHighWaterMark", {
      // making it explicit this property is not enumerable
      // because otherwise some prototype manipulation in
      // userland will fail
      enumerable: !1,
      get: function() {
        return this._readableState.highWaterMark;
      }
    });
    Object.defineProperty(Readable.prototype, "readableBuffer", {
      // making it explicit this property is not enumerable
      // because otherwise some prototype manipulation in
      // userland will fail
      enumerable: !1,
      get: function() {
        return this._readableState && this._readableState.buffer;
      }
    });
    Object.defineProperty(Readable.prototype, "readableFlowing", {
      // making it explicit this property is not enumerable
      // because otherwise some prototype manipulation in
      // userland will fail
      enumerable: !1,
      get: function() {
        return this._readableState.flowing;
      },
      set: function(state) {
        this._readableState && (this._readableState.flowing = state);
      }
    });
    Readable._fromList = fromList;
    Object.defineProperty(Readable.prototype, "readableLength", {
      // making it explicit this property is not enumerable
      // because otherwise some prototype manipulation in
      // userland will fail
      enumerable: !1,
      get: function() {
        return this._readableState.length;
      }
    });
    function fromList(n, state) {
      if (state.length === 0) return null;
      var ret;
      return state.objectMode ? ret = state.buffer.shift() : !n || n >= state.length ? (state.decoder ? ret = state.buffer.join("") : state.buffer.length === 1 ? ret = state.buffer.first() : ret = state.buffer.concat(state.length), state.buffer.clear()) : ret = state.buffer.consume(n, state.decoder), ret;
    }
    function endReadable(stream) {
      var state = stream._readableState;
      debug("endReadable", state.endEmitted), state.endEmitted || (state.ended = !0, process.nextTick(endReadableNT, state, stream));
    }
    function endReadableNT(state, stream) {
      if (debug("endReadableNT", state.endEmitted, state.length), !state.endEmitted && state.length === 0 && (state.endEmitted = !0, stream.readable = !1, stream.emit("end"), state.autoDestroy)) {
        var wState = stream._writableState;
        (!wState || wState.autoDestroy && wState.finished) && stream.destroy();
      }
    }
    typeof Symbol == "function" && (Readable.from = function(iterable, opts) {
      return from === void 0 && (from = require_from()), from(Readable, iterable, opts);
    });
    function indexOf(xs, x) {
      for (var i = 0, l = xs.length; i < l; i++)
        if (xs[i] === x) return i;
      return -1;
    }
  }
});

// node_modules/readable-stream/lib/_stream_transform.js
var require_stream_transform = __commonJS({
  "node_modules/readable-stream/lib/_stream_transform.js"(exports, module) {
    "use strict";
    module.exports = Transform;
    var _require$codes = require_errors2().codes, ERR_METHOD_NOT_IMPLEMENTED = _require$codes.ERR_METHOD_NOT_IMPLEMENTED, ERR_MULTIPLE_CALLBACK = _require$codes.ERR_MULTIPLE_CALLBACK, ERR_TRANSFORM_ALREADY_TRANSFORMING = _require$codes.ERR_TRANSFORM_ALREADY_TRANSFORMING, ERR_TRANSFORM_WITH_LENGTH_0 = _require$codes.ERR_TRANSFORM_WITH_LENGTH_0, Duplex = require_stream_duplex();
    require_inherits()(Transform, Duplex);
    function afterTransform(er, data) {
      var ts = this._transformState;
      ts.transforming = !1;
      var cb = ts.writecb;
      if (cb === null)
        return this.emit("error", new ERR_MULTIPLE_CALLBACK());
      ts.writechunk = null, ts.writecb = null, data != null && this.push(data), cb(er);
      var rs = this._readableState;
      rs.reading = !1, (rs.needReadable || rs.length < rs.highWaterMark) && this._read(rs.highWaterMark);
    }
    function Transform(options) {
      if (!(this instanceof Transform)) return new Transform(options);
      Duplex.call(this, options), this._transformState = {
        afterTransform: afterTransform.bind(this),
        needTransform: !1,
        transforming: !1,
        writecb: null,
        writechunk: null,
        writeencoding: null
      }, this._readableState.needReadable = !0, this._readableState.sync = !1, options && (typeof options.transform == "function" && (this._transform = options.transform), typeof options.flush == "function" && (this._flush = options.flush)), this.on("prefinish", prefinish);
    }
    function prefinish() {
      var _this = this;
      typeof this._flush == "function" && !this._readableState.destroyed ? this._flush(function(er, data) {
        done(_this, er, data);
      }) : done(this, null, null);
    }
    Transform.prototype.push = function(chunk, encoding) {
      return this._transformState.needTransform = !1, Duplex.prototype.push.call(this, chunk, encoding);
    };
    Transform.prototype._transform = function(chunk, encoding, cb) {
      cb(new ERR_METHOD_NOT_IMPLEMENTED("_transform()"));
    };
    Transform.prototype._write = function(chunk, encoding, cb) {
      var ts = this._transformState;
      if (ts.writecb = cb, ts.writechunk = chunk, ts.writeencoding = encoding, !ts.transforming) {
        var rs = this._readableState;
        (ts.needTransform || rs.needReadable || rs.length < rs.highWaterMark) && this._read(rs.highWaterMark);
      }
    };
    Transform.prototype._read = function(n) {
      var ts = this._transformState;
      ts.writechunk !== null && !ts.transforming ? (ts.transforming = !0, this._transform(ts.writechunk, ts.writeencoding, ts.afterTransform)) : ts.needTransform = !0;
    };
    Transform.prototype._destroy = function(err, cb) {
      Duplex.prototype._destroy.call(this, err, function(err2) {
        cb(err2);
      });
    };
    function done(stream, er, data) {
      if (er) return stream.emit("error", er);
      if (data != null && stream.push(data), stream._writableState.length) throw new ERR_TRANSFORM_WITH_LENGTH_0();
      if (stream._transformState.transforming) throw new ERR_TRANSFORM_ALREADY_TRANSFORMING();
      return stream.push(null);
    }
  }
});

// node_modules/readable-stream/lib/_stream_passthrough.js
var require_stream_passthrough = __commonJS({
  "node_modules/readable-stream/lib/_stream_passthrough.js"(exports, module) {
    "use strict";
    module.exports = PassThrough;
    var Transform = require_stream_transform();
    require_inherits()(PassThrough, Transform);
    function PassThrough(options) {
      if (!(this instanceof PassThrough)) return new PassThrough(options);
      Transform.call(this, options);
    }
    PassThrough.prototype._transform = function(chunk, encoding, cb) {
      cb(null, chunk);
    };
  }
});

// node_modules/readable-stream/lib/internal/streams/pipeline.js
var require_pipeline = __commonJS({
  "node_modules/readable-stream/lib/internal/streams/pipeline.js"(exports, module) {
    "use strict";
    var eos;
    function once(callback) {
      var called = !1;
      return function() {
        called || (called = !0, callback.apply(void 0, arguments));
      };
    }
    var _require$codes = require_errors2().codes, ERR_MISSING_ARGS = _require$codes.ERR_MISSING_ARGS, ERR_STREAM_DESTROYED = _require$codes.ERR_STREAM_DESTROYED;
    function noop(err) {
      if (err) throw err;
    }
    function isRequest(stream) {
      return stream.setHeader && typeof stream.abort == "function";
    }
    function destroyer(stream, reading, writing, callback) {
      callback = once(callback);
      var closed = !1;
      stream.on("close", function() {
        closed = !0;
      }), eos === void 0 && (eos = require_end_of_stream()), eos(stream, {
        readable: reading,
        writable: writing
      }, function(err) {
        if (err) return callback(err);
        closed = !0, callback();
      });
      var destroyed = !1;
      return function(err) {
        if (!closed && !destroyed) {
          if (destroyed = !0, isRequest(stream)) return stream.abort();
          if (typeof stream.destroy == "function") return stream.destroy();
          callback(err || new ERR_STREAM_DESTROYED("pipe"));
        }
      };
    }
    function call(fn) {
      fn();
    }
    function pipe(from, to) {
      return from.pipe(to);
    }
    function popCallback(streams) {
      return !streams.length || typeof streams[streams.length - 1] != "function" ? noop : streams.pop();
    }
    function pipeline() {
      for (var _len = arguments.length, streams = new Array(_len), _key = 0; _key < _len; _key++)
        streams[_key] = arguments[_key];
      var callback = popCallback(streams);
      if (Array.isArray(streams[0]) && (streams = streams[0]), streams.length < 2)
        throw new ERR_MISSING_ARGS("streams");
      var error, destroys = streams.map(function(stream, i) {
        var reading = i < streams.length - 1, writing = i > 0;
        return destroyer(stream, reading, writing, function(err) {
          error || (error = err), err && destroys.forEach(call), !reading && (destroys.forEach(call), callback(error));
        });
      });
      return streams.reduce(pipe);
    }
    module.exports = pipeline;
  }
});

// node_modules/readable-stream/readable.js
var require_readable = __commonJS({
  "node_modules/readable-stream/readable.js"(exports, module) {
    var Stream = __require("stream");
    process.env.READABLE_STREAM === "disable" && Stream ? (module.exports = Stream.Readable, Object.assign(module.exports, Stream), module.exports.Stream = Stream) : (exports = module.exports = require_stream_readable(), exports.Stream = Stream || exports, exports.Readable = exports, exports.Writable = require_stream_writable(), exports.Duplex = require_stream_duplex(), exports.Transform = require_stream_transform(), exports.PassThrough = require_stream_passthrough(), exports.finished = require_end_of_stream(), exports.pipeline = require_pipeline());
  }
});

// addon:node-gyp-build
var require_node_gyp_build = __commonJS({
  "addon:node-gyp-build"(exports, module) {
    module.exports = () => __require("./lzma_native.node");
  }
});

// node_modules/lzma-native/index.js
var require_lzma_native = __commonJS({
  "node_modules/lzma-native/index.js"(exports) {
    (function() {
      "use strict";
      var stream = require_readable(), assert = __require("assert"), fs = __require("fs"), util = __require("util"), native = require_node_gyp_build()(import.meta.dirname);
      Object.assign(exports, native), exports.version = "8.0.6";
      var Stream = exports.Stream;
      Stream.curAsyncStreamsCount = 0, Stream.prototype.getStream = function(options) {
        return options = options || {}, new JSLzmaStream(this, options);
      };
      class JSLzmaStream extends stream.Transform {
        constructor(nativeStream, options) {
          if (super(options), this.nativeStream = nativeStream, this.synchronous = !!(options.synchronous || !native.asyncCodeAvailable), this.chunkCallbacks = [], this.totalIn_ = 0, this.totalOut_ = 0, this._writingLastChunk = !1, this._isFinished = !1, !this.synchronous) {
            Stream.curAsyncStreamsCount++;
            var oldCleanup = this.cleanup, countedCleanup = !1;
            this.cleanup = () => {
              countedCleanup === !1 && (Stream.curAsyncStreamsCount--, countedCleanup = !0), oldCleanup.call(this);
            };
          }
          this.once("error-cleanup", this.cleanup), this.nativeStream.bufferHandler = (buf, processedChunks, err, totalIn, totalOut) => {
            totalIn !== null && (this.totalIn_ = totalIn, this.totalOut_ = totalOut), setImmediate(() => {
              if (err) {
                this.push(null), this.emit("error-cleanup", err), this.emit("error", err);
                return;
              }
              if (totalIn !== null && this.emit("progress", {
                totalIn: this.totalIn_,
                totalOut: this.totalOut_
              }), typeof processedChunks == "number") {
                assert.ok(processedChunks <= this.chunkCallbacks.length);
                for (var chunkCallbacks = this.chunkCallbacks.splice(0, processedChunks); chunkCallbacks.length > 0; )
                  chunkCallbacks.shift().call(this);
              } else buf === null ? this._writingLastChunk ? this.push(null) : (this._isFinished = !0, this.nativeStream && this.nativeStream._restart ? this.nativeStream._restart() : this.push(null)) : this.push(buf);
            });
          }, typeof options.bufsize < "u" && (this.bufsize = options.bufsize);
        }
        get bufsize() {
          return this.setBufsize(null);
        }
        set bufsize(n) {
          if (typeof n != "number" || n <= 0)
            throw new TypeError("bufsize must be a positive number");
          return this.setBufsize(n);
        }
        totalIn() {
          return this.totalIn_;
        }
        totalOut() {
          return this.totalOut_;
        }
        cleanup() {
          this.nativeStream && this.nativeStream.resetUnderlying(), this.nativeStream = null;
        }
        _transform(chunk, encoding, callback) {
          if (this.nativeStream) {
            var possibleEndIndex = bufferIndexOfYZ(chunk);
            if (possibleEndIndex !== -1 && (possibleEndIndex += 2, possibleEndIndex !== chunk.length)) {
              this._transform(chunk.slice(0, possibleEndIndex), encoding, () => {
                this._transform(chunk.slice(possibleEndIndex), encoding, callback);
              });
              return;
            }
            if (this._isFinished && chunk && (chunk = skipLeadingZeroes(chunk), chunk.length > 0 && (this._isFinished = !1)), chunk && chunk.length === 0)
              return callback();
            this.chunkCallbacks.push(callback);
            try {
              this.nativeStream.code(chunk, !this.synchronous);
            } catch (e) {
              this.emit("error-cleanup", e), this.emit("error", e);
            }
          }
        }
        _writev(chunks, callback) {
          chunks = chunks.map((chunk) => chunk.chunk), this._write(Buffer.concat(chunks), null, callback);
        }
        _flush(callback) {
          if (this._writingLastChunk = !0, this._isFinished) {
            this.cleanup(), callback(null);
            return;
          }
          this._transform(null, null, function() {
            this.cleanup(), callback.apply(this, arguments);
          });
        }
      }
      Object.getOwnPropertyNames(native.Stream.prototype).forEach(function(key) {
        typeof native.Stream.prototype[key] != "function" || key === "constructor" || (JSLzmaStream.prototype[key] = function() {
          return this.nativeStream[key].apply(this.nativeStream, arguments);
        });
      }), Stream.prototype.rawEncoder = function(options) {
        return this.rawEncoder_(options.filters || []);
      }, Stream.prototype.rawDecoder = function(options) {
        return this.rawDecoder_(options.filters || []);
      }, Stream.prototype.easyEncoder = function(options) {
        var preset = options.preset || exports.PRESET_DEFAULT, check = options.check || exports.CHECK_CRC32;
        return typeof options.threads < "u" && options.threads !== null ? this.mtEncoder_(Object.assign({
          preset,
          filters: null,
          check
        }, options)) : this.easyEncoder_(preset, check);
      }, Stream.prototype.streamEncoder = function(options) {
        var filters = options.filters || [], check = options.check || exports.CHECK_CRC32;
        return typeof options.threads < "u" && options.threads !== null ? this.mtEncoder_(Object.assign({
          preset: null,
          filters,
          check
        }, options)) : this.streamEncoder_(filters, check);
      }, Stream.prototype.streamDecoder = function(options) {
        return this._initOptions = options, this._restart = function() {
          this.resetUnderlying(), this.streamDecoder(this._initOptions);
        }, this.streamDecoder_(options.memlimit || null, options.flags || 0);
      }, Stream.prototype.autoDecoder = function(options) {
        return this._initOptions = options, this._restart = function() {
          this.resetUnderlying(), this.autoDecoder(this._initOptions);
        }, this.autoDecoder_(options.memlimit || null, options.flags || 0);
      }, Stream.prototype.aloneDecoder = function(options) {
        return this.aloneDecoder_(options.memlimit || null);
      };
      var createStream = exports.createStream = function(coder, options) {
        ["number", "object"].indexOf(typeof coder) !== -1 && !options && (options = coder, coder = null), parseInt(options) === parseInt(options) && (options = { preset: parseInt(options) }), coder = coder || "easyEncoder", options = options || {};
        var stream2 = new Stream();
        return stream2[coder](options), options.memlimit && stream2.memlimitSet(options.memlimit), stream2.getStream(options);
      };
      exports.createCompressor = function(options) {
        return createStream("easyEncoder", options);
      }, exports.createDecompressor = function(options) {
        return createStream("autoDecoder", options);
      }, exports.crc32 = function(input, encoding, presetCRC32) {
        return typeof encoding == "number" && (presetCRC32 = encoding, encoding = null), typeof input == "string" && (input = Buffer.from(input, encoding)), exports.crc32_(input, presetCRC32 || 0);
      }, exports.Compressor = function(preset, options) {
        return options = Object.assign({}, options), preset && (options.preset = preset), createStream("easyEncoder", options);
      }, exports.Decompressor = function(options) {
        return createStream("autoDecoder", options);
      };
      function singleStringCoding(stream2, string, on_finish, on_progress) {
        on_progress = on_progress || function() {
        }, on_finish = on_finish || function() {
        }, Buffer.isBuffer(string) || (string = Buffer.from(string));
        var deferred = {}, failed = !1;
        stream2.once("error", function(err) {
          failed = !0, on_finish(null, err);
        }), deferred.promise = new Promise(function(resolve3, reject) {
          deferred.resolve = resolve3, deferred.reject = reject;
        }), deferred.promise.catch(noop), stream2.once("error", function(e) {
          deferred.reject(e);
        });
        var buffers = [];
        if (stream2.on("data", function(b) {
          buffers.push(b);
        }), stream2.once("end", function() {
          var result = Buffer.concat(buffers);
          failed || (on_progress(1), on_finish(result)), deferred && deferred.resolve(result);
        }), on_progress(0), stream2.end(string), deferred)
          return deferred.promise;
      }
      exports.LZMA = function() {
        return {
          compress: function(string, mode, on_finish, on_progress) {
            var opt = {};
            parseInt(mode) === parseInt(mode) && mode >= 1 && mode <= 9 && (opt.preset = parseInt(mode));
            var stream2 = createStream("aloneEncoder", opt);
            return singleStringCoding(stream2, string, on_finish, on_progress);
          },
          decompress: function(byte_array, on_finish, on_progress) {
            var stream2 = createStream("autoDecoder");
            return singleStringCoding(stream2, byte_array, on_finish, on_progress);
          },
          // dummy, we don’t use web workers
          worker: function() {
            return null;
          }
        };
      }, exports.compress = function(string, opt, on_finish) {
        typeof opt == "function" && (on_finish = opt, opt = {});
        var stream2 = createStream("easyEncoder", opt);
        return singleStringCoding(stream2, string, on_finish);
      }, exports.decompress = function(string, opt, on_finish) {
        typeof opt == "function" && (on_finish = opt, opt = {});
        var stream2 = createStream("autoDecoder", opt);
        return singleStringCoding(stream2, string, on_finish);
      }, util.promisify && (exports.compress[util.promisify.custom] = exports.compress, exports.decompress[util.promisify.custom] = exports.decompress), exports.isXZ = function(buf) {
        return buf && buf.length >= 6 && buf[0] === 253 && buf[1] === 55 && buf[2] === 122 && buf[3] === 88 && buf[4] === 90 && buf[5] === 0;
      }, exports.parseFileIndex = function(options, callback) {
        if (typeof options != "object")
          throw new TypeError("parseFileIndex needs an options object");
        var p = new native.IndexParser();
        if (typeof options.fileSize != "number")
          throw new TypeError("parseFileeIndex needs options.fileSize");
        if (typeof options.read != "function")
          throw new TypeError("parseFileIndex needs a read callback");
        p.init(options.fileSize, options.memlimit || 0), p.read_cb = function(count, offset) {
          var inSameTick = !0, bytesRead = count;
          return options.read(count, offset, function(err, buffer) {
            if (Buffer.isBuffer(err) && (buffer = err, err = null), err) {
              if (typeof callback > "u")
                throw err;
              return callback(err, null);
            }
            if (p.feed(buffer), bytesRead = buffer.length, !inSameTick) {
              var info2;
              try {
                info2 = p.parse();
              } catch (e) {
                return callback(e, null);
              }
              if (info2 !== !0)
                return callback(null, cleanupIndexInfo(info2));
            }
          }), inSameTick = !1, bytesRead;
        };
        var info;
        try {
          info = p.parse();
        } catch (e) {
          if (typeof callback < "u") {
            callback(e, null);
            return;
          }
          throw e;
        }
        if (info !== !0)
          return info = cleanupIndexInfo(info), typeof callback < "u" && info !== !0 && callback(null, info), info;
      }, exports.parseFileIndexFD = function(fd, callback) {
        return fs.fstat(fd, function(err, stats) {
          if (err)
            return callback(err, null);
          exports.parseFileIndex({
            fileSize: stats.size,
            read: function(count, offset, cb) {
              var buffer = Buffer.allocUnsafe(count);
              fs.read(fd, buffer, 0, count, offset, function(err2, bytesRead, buffer2) {
                if (err2)
                  return cb(err2, null);
                if (bytesRead !== count)
                  return cb(new Error("Truncated file!"), null);
                cb(null, buffer2);
              });
            }
          }, callback);
        });
      };
      function cleanupIndexInfo(info) {
        var checkFlags = info.checks;
        info.checks = [];
        for (var i = 0; i < exports.CHECK_ID_MAX; i++)
          checkFlags & 1 << i && info.checks.push(i);
        return info;
      }
      function skipLeadingZeroes(buffer) {
        var i;
        for (i = 0; i < buffer.length && buffer[i] === 0; i++)
          ;
        return buffer.slice(i);
      }
      function bufferIndexOfYZ(chunk) {
        if (!chunk)
          return -1;
        if (chunk.indexOf)
          return chunk.indexOf("YZ");
        var i;
        for (i = 0; i < chunk.length - 1; i++)
          if (chunk[i] === 89 && chunk[i + 1] === 90)
            return i;
        return -1;
      }
      function noop() {
      }
    })();
  }
});

// ../../peers/srcx/extract/xz-decoder.ts
async function decodeXz(input, write, stopped) {
  let c = () => {
    let u = process.threadCpuUsage();
    return (u.user + u.system) / 1e3 | 0;
  }, c0 = c(), lzma = await loadLzma(), c1 = c(), stream = new lzma.Stream(), piece = new DecodedPiece();
  stream.bufferHandler = (output, _processedChunks, error) => piece.take(output, error);
  try {
    stream.streamDecoder_(limits.decoderMemory, lzma.CONCATENATED | lzma.TELL_UNSUPPORTED_CHECK);
    let scratch = new Uint8Array(inputPieceBytes), consumed = 0;
    for (; consumed < input.length && !stopped(); ) {
      let end = Math.min(consumed + inputPieceBytes, input.length);
      scratch.set(input.subarray(consumed, end)), stream.code(scratch.subarray(0, end - consumed), !1), consumed = end;
      for (let output of piece.outputs()) write(output, consumed);
    }
    if (stopped()) return;
    stream.code(null, !1);
    for (let output of piece.outputs()) write(output, consumed);
    if (console.log("boot", c0, "addon", c1 - c0, "decode", c() - c1), !piece.ended) throw new CompressionFailure("the .xz file ends too early");
  } finally {
    stream.resetUnderlying();
  }
}
async function loadLzma() {
  try {
    return (await Promise.resolve().then(() => __toESM(require_lzma_native()))).default;
  } catch (cause) {
    let reason = cause instanceof Error ? cause.message.split(`
`)[0] ?? "" : String(cause);
    throw new XzUnavailable(reason, { cause });
  }
}
function compressionFailure(error) {
  let reasons2 = {
    LZMA_BUF_ERROR: "the .xz file ends too early",
    LZMA_DATA_ERROR: "the .xz data is corrupt",
    LZMA_FORMAT_ERROR: "this is not an .xz file, or something that is not one follows it",
    LZMA_OPTIONS_ERROR: "the .xz file uses options that liblzma does not know",
    LZMA_UNSUPPORTED_CHECK: "the .xz file has an integrity check that cannot be calculated",
    LZMA_MEMLIMIT_ERROR: `decoding would take more than ${limits.decoderMemory} bytes of memory`
  };
  return new CompressionFailure(reasons2[error.name] ?? `${error.name}: ${error.message}`, {
    cause: error
  });
}
var CompressionFailure, XzUnavailable, inputPieceBytes, DecodedPiece, init_xz_decoder = __esm({
  "../../peers/srcx/extract/xz-decoder.ts"() {
    init_limits();
    CompressionFailure = class extends Error {
      name = "CompressionFailure";
    }, XzUnavailable = class extends Error {
      name = "XzUnavailable";
    }, inputPieceBytes = 8 * 1024;
    DecodedPiece = class {
      #outputs = [];
      #failure;
      #ended = !1;
      // Called by the addon, through which no exception can pass.
      take(output, error) {
        error ? this.#failure ??= compressionFailure(error) : output === null ? this.#ended = !0 : output !== void 0 && this.#outputs.push(output);
      }
      get ended() {
        return this.#ended;
      }
      outputs() {
        if (this.#failure !== void 0) throw this.#failure;
        let outputs = this.#outputs;
        return this.#outputs = [], outputs;
      }
    };
  }
});

// ../../peers/srcx/extract/gzip-decoder.ts
import { crc32, createInflateRaw } from "node:zlib";
async function decodeGzip(input, write, stopped) {
  let start = endOfHeader(input), inflate = createInflateRaw({ chunkSize: 256 * 1024 }), checksum = 0, size = 0;
  inflate.end(input.subarray(start));
  try {
    for await (let output of inflate) {
      if (stopped()) return;
      checksum = crc32(output, checksum), size += output.length, write(output, start + inflate.bytesWritten);
    }
  } catch (cause) {
    if (!isZlibError(cause)) throw cause;
    let reason = cause.code === "Z_BUF_ERROR" ? "the .gz file ends too early" : `the .gz data is corrupt: ${cause.message}`;
    throw new CompressionFailure(reason, { cause });
  }
  checkTrailer(input, start + inflate.bytesWritten, checksum, size);
}
function endOfHeader(input) {
  let [id1, id2, method, flags] = input;
  if (id1 !== 31 || id2 !== 139 || method !== 8 || flags === void 0)
    throw new CompressionFailure("this is not a .gz file");
  if ((flags & 224) !== 0) throw new CompressionFailure("the .gz header is not valid");
  let end = 10;
  if ((flags & 4) !== 0 && (end += 2 + ((input[end] ?? 0) | (input[end + 1] ?? 0) << 8)), (flags & 8) !== 0 && (end = endOfText(input, end)), (flags & 16) !== 0 && (end = endOfText(input, end)), (flags & 2) !== 0) {
    if (((input[end] ?? 0) | (input[end + 1] ?? 0) << 8) !== (crc32(input.subarray(0, end)) & 65535))
      throw new CompressionFailure("the .gz header is corrupt: its checksum is wrong");
    end += 2;
  }
  if (end > input.length) throw new CompressionFailure("the .gz file ends too early");
  return end;
}
function endOfText(input, start) {
  let zero = input.indexOf(0, start);
  if (zero === -1) throw new CompressionFailure("the .gz file ends too early");
  return zero + 1;
}
function checkTrailer(input, start, checksum, size) {
  if (input.length < start + 8) throw new CompressionFailure("the .gz file ends too early");
  let trailer = new DataView(input.buffer, input.byteOffset + start, 8);
  if (trailer.getUint32(0, !0) !== checksum)
    throw new CompressionFailure("the .gz data is corrupt: its CRC-32 is wrong");
  if (trailer.getUint32(4, !0) !== size % 2 ** 32)
    throw new CompressionFailure("the .gz data is corrupt: its size is wrong");
  if (input.length !== start + 8)
    throw new CompressionFailure("something follows the end of the .gz data");
}
function isZlibError(thrown) {
  return thrown instanceof Error && "code" in thrown && typeof thrown.code == "string" && thrown.code.startsWith("Z_");
}
var init_gzip_decoder = __esm({
  "../../peers/srcx/extract/gzip-decoder.ts"() {
    init_xz_decoder();
  }
});

// ../../peers/srcx/extract/decode-worker.ts
var decode_worker_exports = {};
__export(decode_worker_exports, {
  runDecodeWorker: () => runDecodeWorker
});
import { parentPort, workerData } from "node:worker_threads";
function runDecodeWorker() {
  let port = parentPort;
  if (port === null || !isDecodeTask(workerData)) throw new Error("not a decoding thread");
  let task = workerData;
  port.once("message", (input) => {
    decodeInto(port, task, input).then((last) => (port.postMessage(last, []), port.close()));
  });
}
async function decodeInto(port, { format, control }, input) {
  let decode = format === "tar.xz" ? decodeXz : decodeGzip, output = new ChunkedOutput(port, control);
  try {
    return input !== null && (await decode(
      input,
      (bytes, consumed) => output.write(bytes, consumed),
      () => isStopped(control)
    ), output.flush()), { type: "end" };
  } catch (thrown) {
    return { type: "failed", ...describe2(thrown) };
  }
}
function transferable(bytes) {
  let { buffer, byteOffset, length } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === length ? new Uint8Array(buffer, byteOffset, length) : Uint8Array.from(bytes);
}
function describe2(thrown) {
  return thrown instanceof Error ? thrown instanceof CompressionFailure ? { failure: "compression", reason: thrown.message } : thrown instanceof LimitExceeded ? { failure: "limit", reason: thrown.message } : thrown instanceof XzUnavailable ? { failure: "addon", reason: thrown.message } : { failure: "bug", reason: thrown.stack ?? thrown.message } : { failure: "bug", reason: String(thrown) };
}
function isDecodeTask(data) {
  return typeof data == "object" && data !== null && "role" in data && data.role === decodeRole;
}
var LimitExceeded, ChunkedOutput, init_decode_worker = __esm({
  "../../peers/srcx/extract/decode-worker.ts"() {
    init_decode_channel();
    init_gzip_decoder();
    init_limits();
    init_xz_decoder();
    LimitExceeded = class extends Error {
      name = "LimitExceeded";
    }, ChunkedOutput = class {
      #port;
      #control;
      #pieces = [];
      #gathered = 0;
      #sent = 0;
      #total = 0;
      constructor(port, control) {
        this.#port = port, this.#control = control;
      }
      write(bytes, consumed) {
        if (this.#total += bytes.length, this.#total > limits.archiveBytes)
          throw new LimitExceeded(`it unpacks to more than ${limits.archiveBytes} bytes`);
        if (this.#total > Math.max(limits.ratioFreeBytes, consumed * limits.compressionRatio))
          throw new LimitExceeded(`it unpacks to more than ${limits.compressionRatio} times its size`);
        this.#pieces.push(transferable(bytes)), this.#gathered += bytes.length, this.#gathered >= 262144 && this.flush();
      }
      flush() {
        if (this.#pieces.length === 0 || isStopped(this.#control)) return;
        awaitRoom(this.#control, this.#sent);
        let message = { type: "chunk", pieces: this.#pieces }, memory = this.#pieces.map((piece) => piece.buffer);
        this.#port.postMessage(message, memory), this.#sent += 1, this.#pieces = [], this.#gathered = 0;
      }
    };
  }
});

// ../../peers/entry2.ts
import { isMainThread } from "node:worker_threads";
import { readFileSync } from "node:fs";
if (isMainThread) {
  let { unpack: unpack2 } = await Promise.resolve().then(() => (init_unpack(), unpack_exports)), { parseVersion: parseVersion2 } = await Promise.resolve().then(() => (init_version(), version_exports)), { release: release2 } = await Promise.resolve().then(() => (init_release(), release_exports)), [version, format, destination, as] = process.argv.slice(2), t0 = performance.now(), bytes = readFileSync(`/tmp/xdata/ftp/python/${version}/Python-${version}.${format}`), r = release2(parseVersion2(as ?? version), { format, mirror: "https://x/" }), t1 = performance.now(), tree = await unpack2(bytes, r, { destination }, { observe() {
  }, signal: new AbortController().signal }), m = process.threadCpuUsage(), a = process.cpuUsage();
  process.env.V && console.log(`start ${t0 | 0} read ${t1 - t0 | 0} unpack ${performance.now() - t1 | 0} main ${m.user / 1e3 | 0}+${m.system / 1e3 | 0} all ${a.user / 1e3 | 0}+${a.system / 1e3 | 0} rss ${process.resourceUsage().maxRSS / 1024 | 0}MB`);
} else
  (await Promise.resolve().then(() => (init_decode_worker(), decode_worker_exports))).runDecodeWorker(), process.on("exit", () => {
    let m = process.threadCpuUsage();
    process.env.V && console.log(`worker ${m.user / 1e3 | 0}+${m.system / 1e3 | 0}`);
  });
/*! Bundled license information:

safe-buffer/index.js:
  (*! safe-buffer. MIT License. Feross Aboukhadijeh <https://feross.org/opensource> *)
*/
