// Command wazero runs the guests of this repository on wazero: a fresh module instance for each request, and no
// limits. `peer-wazero compiler` compiles guests to machine code, `peer-wazero interpreter` interprets them.
//
// It speaks the protocol of the other contenders: one JSON document a line on standard input and output.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// order is what the conductor says.
type order struct {
	Order      string `json:"order"`
	Handler    string `json:"handler"`
	Guest      string `json:"guest"`
	Payload    string `json:"payload"`
	Task       int    `json:"task"`
	Iterations int    `json:"iterations"`
}

// answer is what is said to it.
type answer struct {
	Answer string  `json:"answer"`
	LoadUs float64 `json:"load_us"`
	Result string  `json:"result"`
	Ns     int64   `json:"ns"`
	Error  string  `json:"error"`
}

// task is a loaded guest with a handler and a payload.
type task struct {
	runtime wazero.Runtime
	guest   wazero.CompiledModule
	handler string
	payload []byte
}

// loads is how often a guest is loaded to measure that.
const loads = 5

var errRecord = errors.New("the guest gave an error record")

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "peer-wazero:", err)
		os.Exit(1)
	}
}

func run() error {
	if len(os.Args) != 2 {
		return errors.New("which mode? compiler or interpreter")
	}
	var config wazero.RuntimeConfig
	switch os.Args[1] {
	case "compiler":
		config = wazero.NewRuntimeConfigCompiler()
	case "interpreter":
		config = wazero.NewRuntimeConfigInterpreter()
	default:
		return fmt.Errorf("no mode %s: compiler or interpreter", os.Args[1])
	}
	ctx := context.Background()
	var tasks []*task
	out := json.NewEncoder(os.Stdout)
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var said order
		if err := json.Unmarshal(lines.Bytes(), &said); err != nil {
			return fmt.Errorf("no order: %s: %w", lines.Text(), err)
		}
		var reply answer
		var err error
		switch said.Order {
		case "prepare":
			var made *task
			if made, reply, err = prepare(ctx, config, said); err == nil {
				tasks = append(tasks, made)
			}
		case "run":
			if said.Task >= len(tasks) {
				err = fmt.Errorf("task %d of %d", said.Task, len(tasks))
				break
			}
			start := time.Now()
			for range said.Iterations {
				if _, err = tasks[said.Task].request(ctx); err != nil {
					break
				}
			}
			reply = answer{Answer: "ran", Ns: time.Since(start).Nanoseconds()}
		default:
			err = fmt.Errorf("no order %q", said.Order)
		}
		if err != nil {
			reply = answer{Answer: "failed", Error: err.Error()}
		}
		if err := out.Encode(reply); err != nil {
			return err
		}
	}
	return lines.Err()
}

func prepare(ctx context.Context, config wazero.RuntimeConfig, said order) (*task, answer, error) {
	wasm, err := os.ReadFile(said.Guest)
	if err != nil {
		return nil, answer{}, err
	}
	payload, err := os.ReadFile(said.Payload)
	if err != nil {
		return nil, answer{}, err
	}
	var made *task
	times := make([]time.Duration, loads)
	for i := range times {
		if made != nil {
			if err := made.runtime.Close(ctx); err != nil {
				return nil, answer{}, err
			}
		}
		start := time.Now()
		if made, err = load(ctx, config, wasm); err != nil {
			return nil, answer{}, fmt.Errorf("cannot load %s: %w", said.Guest, err)
		}
		times[i] = time.Since(start)
	}
	slices.Sort(times)
	made.handler, made.payload = said.Handler, payload
	result, err := made.request(ctx)
	if err != nil {
		return nil, answer{}, fmt.Errorf("%s of %s: %w", said.Handler, said.Guest, err)
	}
	load := float64(times[loads/2].Nanoseconds()) / 1000
	return made, answer{Answer: "ready", LoadUs: load, Result: hex.EncodeToString(result)}, nil
}

func load(ctx context.Context, config wazero.RuntimeConfig, wasm []byte) (*task, error) {
	runtime := wazero.NewRuntimeWithConfig(ctx, config)
	i32, i64 := api.ValueTypeI32, api.ValueTypeI64
	_, err := runtime.NewHostModuleBuilder("yao").
		NewFunctionBuilder().
		WithGoModuleFunction(api.GoModuleFunc(process), []api.ValueType{i32, i32, i32, i32}, []api.ValueType{i64}).
		Export("process").
		NewFunctionBuilder().
		WithGoModuleFunction(api.GoModuleFunc(log), []api.ValueType{i32, i32, i32}, nil).
		Export("log").
		Instantiate(ctx)
	if err != nil {
		return nil, err
	}
	guest, err := runtime.CompileModule(ctx, wasm)
	return &task{runtime: runtime, guest: guest}, err
}

// request is one whole request in a fresh instance.
func (t *task) request(ctx context.Context) ([]byte, error) {
	module, err := t.runtime.InstantiateModule(ctx, t.guest, wazero.NewModuleConfig().WithName("").WithStartFunctions())
	if err != nil {
		return nil, err
	}
	defer module.Close(ctx)
	size := uint64(len(t.payload))
	block, err := module.ExportedFunction("yao_alloc").Call(ctx, size)
	if err != nil {
		return nil, err
	}
	if !module.Memory().Write(uint32(block[0]), t.payload) {
		return nil, fmt.Errorf("block of %d bytes at %#x is outside memory", size, block[0])
	}
	packed, err := module.ExportedFunction(t.handler).Call(ctx, block[0], size)
	if err != nil {
		return nil, err
	}
	ptr, length := uint32(packed[0]>>32), uint32(packed[0])
	if length>>31 == 1 {
		return nil, errRecord
	}
	view, ok := module.Memory().Read(ptr, length)
	if !ok {
		return nil, fmt.Errorf("result of %d bytes at %#x is outside memory", length, ptr)
	}
	result := bytes.Clone(view)
	_, err = module.ExportedFunction("yao_free").Call(ctx, uint64(ptr), uint64(length))
	return result, err
}

// process is yao.process with one process, utils.greet. wazero turns a panic into an error of the call.
func process(ctx context.Context, module api.Module, stack []uint64) {
	name := read(module, stack[0], stack[1])
	if string(name) != "utils.greet" {
		panic(fmt.Sprintf("no process %s", name))
	}
	reply := appendText(nil, "Hello, "+text(read(module, stack[2], stack[3])))
	block, err := module.ExportedFunction("yao_alloc").Call(ctx, uint64(len(reply)))
	if err != nil {
		panic(err)
	}
	if !module.Memory().Write(uint32(block[0]), reply) {
		panic("block is outside memory")
	}
	stack[0] = block[0]<<32 | uint64(len(reply))
}

func log(_ context.Context, module api.Module, stack []uint64) {
	read(module, stack[1], stack[2])
}

func read(module api.Module, ptr, length uint64) []byte {
	view, ok := module.Memory().Read(uint32(ptr), uint32(length))
	if !ok {
		panic("read outside memory")
	}
	return view
}
