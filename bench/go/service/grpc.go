package main

import (
	"context"
	"fmt"

	"google.golang.org/grpc"
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"checksig/engine"
)

// newGRPC returns the service of checksig.proto, whose description is written
// here by hand: all its messages but Verdict are protobuf's own.
func newGRPC() *grpc.Server {
	server := grpc.NewServer(grpc.ForceServerCodecV2(codec{}))
	server.RegisterService(&grpc.ServiceDesc{
		ServiceName: "checksig.Checksig",
		HandlerType: (*any)(nil),
		Metadata:    "checksig.proto",
		Methods: []grpc.MethodDesc{
			{MethodName: "Abi", Handler: func(_ any, _ context.Context, decode func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
				if err := decode(new(emptypb.Empty)); err != nil {
					return nil, err
				}
				return wrapperspb.Int32(abi), nil
			}},
			{MethodName: "Verify", Handler: func(_ any, _ context.Context, decode func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
				root := new(wrapperspb.StringValue)
				if err := decode(root); err != nil {
					return nil, err
				}
				return wrapperspb.String(verify(root.Value)), nil
			}},
		},
		Streams: []grpc.StreamDesc{{
			StreamName:    "Verdicts",
			ServerStreams: true,
			Handler: func(_ any, stream grpc.ServerStream) error {
				root := new(wrapperspb.StringValue)
				if err := stream.RecvMsg(root); err != nil {
					return err
				}
				return streamVerdicts(stream.Context(), root.Value, engine.DefaultManifest, func(v *engine.Verdict) error {
					return stream.SendMsg(encoded(appendVerdict(nil, v)))
				})
			},
		}},
	}, nil)
	return server
}

// encoded is a message in its wire form.
type encoded []byte

// appendVerdict appends a Verdict of checksig.proto.
func appendVerdict(dst []byte, v *engine.Verdict) []byte {
	number := func(field protowire.Number, value int64) {
		dst = protowire.AppendVarint(protowire.AppendTag(dst, field, protowire.VarintType), uint64(value))
	}
	text := func(field protowire.Number, value []byte) {
		dst = protowire.AppendBytes(protowire.AppendTag(dst, field, protowire.BytesType), value)
	}
	number(1, int64(v.Status))
	text(2, v.Path)
	number(3, v.Size)
	number(4, int64(v.Manifest))
	number(5, int64(v.Line))
	text(6, []byte(v.Algorithm.Name()))
	text(7, v.Expected.AppendHex(nil))
	return dst
}

// A codec is protobuf's, and lets encoded messages pass.
type codec struct{}

var _ encoding.CodecV2 = codec{}

func (codec) Name() string { return "proto" }

func (codec) Marshal(message any) (mem.BufferSlice, error) {
	switch message := message.(type) {
	case encoded:
		return mem.BufferSlice{mem.SliceBuffer(message)}, nil
	case proto.Message:
		data, err := proto.Marshal(message)
		return mem.BufferSlice{mem.SliceBuffer(data)}, err
	}
	return nil, fmt.Errorf("%T is no message", message)
}

func (codec) Unmarshal(data mem.BufferSlice, message any) error {
	into, ok := message.(proto.Message)
	if !ok {
		return fmt.Errorf("%T is no message", message)
	}
	return proto.Unmarshal(data.Materialize(), into)
}
